import type { ReadModel } from "@shotlist/core/read-model";
import { sampleReadModel } from "@shotlist/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packModel } from "./pack-model.ts";
import { unpackModel } from "./unpack-model.ts";

const throughJson = (model: ReadModel): ReadModel =>
  unpackModel(JSON.parse(JSON.stringify(packModel(model))));

/** Texts, numbers and absent fields that a guess could take for its own. */
function shaken(model: ReadModel, bytes: readonly number[]): ReadModel {
  let at = 0;
  const next = (): number => bytes[at++ % bytes.length] ?? 0;
  const shake = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shake);
    if (typeof value === "object" && value !== null) {
      const kept = Object.entries(value).filter(() => next() % 23 !== 0);
      return Object.fromEntries(kept.map(([key, inner]) => [key, shake(inner)]));
    }
    const dice = next() % 11;
    if (dice === 0 && typeof value === "string") return ["", "-", "0", `${value}!`, "2026-01-01"][next() % 5];
    if (dice === 0 && typeof value === "number") return next() % 2 === 0 ? null : 0;
    return dice === 1 && typeof value === "boolean" ? !value : value;
  };
  const shots = model.shots.map(({ id, takes, ...rest }) => ({
    ...(shake(rest) as typeof rest),
    id,
    takes: takes.map(({ number, intentAt, clip, ...more }) => ({
      ...(shake(more) as typeof more),
      number,
      intentAt,
      ...(clip ? { clip: { ...(shake(clip) as typeof clip), sha256: clip.sha256 } } : {}),
    })),
  }));
  return { ...model, shots };
}

describe("packModel", () => {
  it.each([0, 1, 2, 20, 300])("loses nothing of %d shots", (shots) => {
    const model = sampleReadModel({ shots, seed: 4 });
    expect(throughJson(model)).toEqual(JSON.parse(JSON.stringify(model)));
  });

  it("loses nothing, whatever is missing, empty or like its neighbours", () => {
    const model = sampleReadModel({ shots: 24, seed: 6 });
    fc.assert(
      fc.property(fc.array(fc.nat(255), { minLength: 40, maxLength: 300 }), (bytes) => {
        const odd = shaken(model, bytes);
        expect(throughJson(odd)).toEqual(JSON.parse(JSON.stringify(odd)));
      }),
      { numRuns: 60 },
    );
  });

  it("keeps fields that it has no name for, and hashes and moments that are none", () => {
    const model = sampleReadModel({ shots: 1, seed: 1 });
    const [shot] = model.shots;
    const [take] = shot!.takes;
    const clip = { ...take!.clip!, sha256: "none" };
    const odd = { ...take!, intentAt: "long ago", clip, later: { a: [1] } };
    const strange = { ...model, shots: [{ ...shot!, takes: [odd], news: "x" }] };
    expect(throughJson(strange)).toEqual(JSON.parse(JSON.stringify(strange)));
  });

  it("takes at most 1 KB a shot with one take, and 0.5 KB for each further take", () => {
    const model = sampleReadModel({ shots: 1_000, seed: 8 });
    const packed = JSON.stringify(packModel(model)).length;
    const further = model.shots.reduce((sum, shot) => sum + Math.max(0, shot.takes.length - 1), 0);
    expect(packed).toBeLessThan(1_000 * 1_024 + further * 512);
    expect(packed / JSON.stringify(model).length).toBeLessThan(0.6);
  });
});
