import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ClipStore, FetchOutcome } from "../ports/clip-store.ts";
import type { ClipFacts } from "../take/take.ts";

/** An empty clip store, and the world around it. */
export interface ClipStoreUnderTest {
  readonly store: ClipStore;
  /** A link that serves the whole clip of a generation; each generation has other bytes. */
  link(generationId: string): string;
  /** A link that answers that it has expired. */
  readonly expiredLink: string;
  /** Puts a stranger's file under a name in the output folder. */
  occupy(file: string): Promise<void>;
  dispose(): Promise<void>;
}

const sidecarOf = ({ sha256 }: ClipFacts) => ({ fingerprint: "f1", sha256 });

/**
 * The contract of every `ClipStore`, as a vitest suite: call it at the top level of a test file.
 *
 * @param name - what the store is called in the test's title.
 * @param make - gives a new, empty store; called once for each test.
 */
export function describeClipStore(name: string, make: () => Promise<ClipStoreUnderTest>): void {
  let subject: ClipStoreUnderTest;
  beforeEach(async () => {
    subject = await make();
  });
  afterEach(() => subject.dispose());

  const fetchClip = async (generationId: string, file: string): Promise<ClipFacts> => {
    const order = { generationId, url: subject.link(generationId), file };
    const outcome = await subject.store.fetch(order, new AbortController().signal);
    expect(outcome).toMatchObject({ kind: "checked", clip: { file } });
    return (outcome as Extract<FetchOutcome, { kind: "checked" }>).clip;
  };
  const place = (generationId: string, clip: ClipFacts) =>
    subject.store.place({ generationId, clip, sidecar: sidecarOf(clip) });

  describe(`${name} is a clip store`, () => {
    test("a fetched clip has its final name only once it is placed", async () => {
      const { store } = subject;
      const clip = await fetchClip("g1", "a/take-1.mp4");
      expect(clip.bytes).toBeGreaterThan(0);
      expect(await store.health(clip, { deep: true })).toBe("missing");
      expect(await place("g1", clip)).toEqual({ kind: "placed" });
      expect(await store.health(clip, { deep: true })).toBe("whole");
      expect(await store.health(clip, { deep: false })).toBe("whole");
    });

    test("placing a second time is harmless", async () => {
      const clip = await fetchClip("g1", "a/take-1.mp4");
      await place("g1", clip);
      expect(await place("g1", clip)).toEqual({ kind: "placed" });
    });

    test("what was not fetched is lost", async () => {
      const clip = await fetchClip("g1", "a/take-1.mp4");
      expect(await place("g2", { ...clip, sha256: "00", file: "a/take-2.mp4" })).toEqual({ kind: "lost" });
    });

    test("neither a stranger's file nor another clip is replaced", async () => {
      const first = await fetchClip("g1", "a.mp4");
      const second = await fetchClip("g2", "a.mp4");
      const third = await fetchClip("g3", "b.mp4");
      await subject.occupy("b.mp4");
      await place("g1", first);
      expect(await place("g2", second)).toMatchObject({ kind: "occupied" });
      expect(await place("g3", third)).toMatchObject({ kind: "occupied" });
      expect(await subject.store.health(first, { deep: true })).toBe("whole");
    });

    test("an expired link is said so, and a new one gives the clip", async () => {
      const order = { generationId: "g1", url: subject.expiredLink, file: "a.mp4" };
      expect(await subject.store.fetch(order, new AbortController().signal)).toMatchObject({
        kind: "link-expired",
      });
      expect(await place("g1", await fetchClip("g1", "a.mp4"))).toEqual({ kind: "placed" });
    });

    test("a fetch that is stopped gives no clip", async () => {
      const order = { generationId: "g1", url: subject.link("g1"), file: "a.mp4" };
      expect((await subject.store.fetch(order, AbortSignal.abort())).kind).toBe("unreachable");
    });

    describe("renaming", () => {
      const rename = (clip: ClipFacts, to: string, record: (moved: ClipFacts) => Promise<void> = done) =>
        subject.store.rename({ clip, to, sidecar: sidecarOf(clip), record });
      const done = async (): Promise<void> => {};

      test("a clip moves to a free name, and not onto another file", async () => {
        const { store } = subject;
        const first = await fetchClip("g1", "a.mp4");
        const second = await fetchClip("g2", "b.mp4");
        await place("g1", first);
        await place("g2", second);
        await subject.occupy("c.mp4");
        expect(await rename(first, "b.mp4")).toMatchObject({ kind: "occupied" });
        expect(await rename(first, "c.mp4")).toMatchObject({ kind: "occupied" });
        expect(await rename(first, "old/a.mp4")).toEqual({ kind: "placed" });
        expect(await store.health({ ...first, file: "old/a.mp4" }, { deep: true })).toBe("whole");
        expect(await store.health(first, { deep: true })).toBe("missing");
        expect(await rename({ ...first, file: "nowhere.mp4" }, "d.mp4")).toEqual({ kind: "lost" });
      });

      test("it has both names while the new one is recorded, and a second try finishes", async () => {
        const { store } = subject;
        const clip = await fetchClip("g1", "a.mp4");
        await place("g1", clip);
        const moved = { ...clip, file: "b.mp4" };
        const seen: unknown[] = [];
        const dies = async (facts: ClipFacts): Promise<void> => {
          seen.push(
            facts,
            await store.health(clip, { deep: true }),
            await store.health(moved, { deep: true }),
          );
          throw new Error("killed here");
        };
        await expect(rename(clip, "b.mp4", dies)).rejects.toThrow("killed here");
        expect(seen).toEqual([moved, "whole", "whole"]);
        expect(await rename(clip, "b.mp4")).toEqual({ kind: "placed" });
        expect(await store.health(clip, { deep: true })).toBe("missing");
        expect(await rename(clip, "b.mp4")).toEqual({ kind: "placed" });
        expect(await store.health(moved, { deep: true })).toBe("whole");
      });

      test("the name it leaves is free, and what takes it stays", async () => {
        const first = await fetchClip("g1", "a.mp4");
        const second = await fetchClip("g2", "a.mp4");
        await place("g1", first);
        expect(await place("g2", second)).toMatchObject({ kind: "occupied", sha256: first.sha256 });
        await rename(first, "a.take-1.mp4");
        expect(await place("g2", second)).toEqual({ kind: "placed" });
        expect(await rename(first, "a.take-1.mp4")).toEqual({ kind: "placed" });
        expect(await subject.store.health(second, { deep: true })).toBe("whole");
      });
    });
  });
}
