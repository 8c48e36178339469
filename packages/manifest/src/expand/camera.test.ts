import { describe, expect, it } from "vitest";
import { CONCEPT_KEYS, findMotion, nearestMotion } from "./camera.ts";
import { contradiction, motionsIn, speaksOfMotion } from "./prompt-motion.ts";

describe("camera motions", () => {
  /** The words that Luma's guide says Ray 2 understands well. */
  const GUIDE =
    "orbit, rotate around, 360 degree, dolly in, dolly out, push in, pull back, pan left, pan right, tilt up, tilt down, crane up, crane down, aerial rising, tracking shot, follow, steadicam, zoom in, zoom out, rack focus, static camera, locked off, tripod";
  it.each(GUIDE.split(", "))("knows the guide's word %s", (word) => {
    const motion = findMotion(word);
    expect(motion?.phrase.length).toBeGreaterThan(5);
    expect(speaksOfMotion(`A vase, ${word}`)).toBe(true);
  });

  it("leads each of the API's concept keys to itself", () => {
    const wrong = CONCEPT_KEYS.filter((key) => findMotion(key)?.concept !== key);
    expect(wrong).toEqual([]);
    expect(CONCEPT_KEYS).toHaveLength(34);
  });

  it("does not mind case, hyphens, underscores and the word camera", () => {
    expect(findMotion("Camera_Pan-Left")?.word).toBe("pan left");
    expect(findMotion("slow orbit left")?.word).toBe("orbit left");
    expect(findMotion("wiggle")).toBeUndefined();
    expect(nearestMotion("obrit")).toBe("orbit");
  });

  it("finds the motions that a prompt names", () => {
    expect(motionsIn("The camera pans slowly left, then we push in")).toEqual(["pan left", "push in"]);
    expect(motionsIn("Dolly zoom effect on a static shot")).toEqual(["static"]);
    expect(motionsIn("The camera cranes up, dollying in")).toEqual(["crane up", "dolly in"]);
    expect(motionsIn("A panda in a frying pan")).toEqual([]);
  });

  it("knows which motions exclude each other", () => {
    expect(contradiction(["tilt up", "pan left", "tilt down"])).toEqual(["tilt up", "tilt down"]);
    expect(contradiction(["zoom in", "static"])).toEqual(["static", "zoom in"]);
    expect(contradiction(["crane up", "pan left"])).toBeUndefined();
  });
});
