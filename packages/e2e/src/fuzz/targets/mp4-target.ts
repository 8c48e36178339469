import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkMp4 } from "@shotlist/core/local";
import { mp4Box, mp4Moov, mp4WideBox, sampleMp4 } from "@shotlist/core/testing";
import type { Dice } from "../dice.ts";
import { type FuzzInput, type FuzzTarget, fileOf, promise } from "../fuzz-target.ts";

let folder: string | undefined;

/** One file of this process, in memory where there is such a folder, gone when the process ends. */
function clipFile(): string {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), "shotlist-fuzz-"));
    process.on("exit", () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  return join(folder, "clip.mp4");
}

/** Films that are whole, cut short, or changed in their sizes, types and bytes. */
export const mp4Target: FuzzTarget = {
  name: "mp4",
  share: 90,
  make(dice: Dice): FuzzInput {
    const film = drawnFilm(dice);
    const kind = dice.below(4);
    if (kind === 0) return { files: { clip: film } };
    if (kind === 1 || film.length < 16) {
      const whole = sampleMp4({ mediaBytes: dice.below(300), seed: dice.below(100) });
      return { files: { clip: whole.subarray(0, dice.below(whole.length)) }, words: { whole: "no" } };
    }
    const changed = Buffer.from(film);
    for (let left = 1 + dice.below(6); left > 0; left -= 1) {
      const at = dice.below(changed.length - 8);
      if (dice.chance(0.5)) changed.writeUInt8(dice.below(256), at);
      else if (dice.chance(0.8))
        changed.writeUInt32BE(dice.pick([0, 1, 7, 8, 16, 0x7fffffff, 0xffffffff, changed.length]), at);
      else changed.writeBigUInt64BE(dice.pick([0n, 1n, 16n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n]), at);
    }
    return { files: { clip: changed } };
  },
  async check(input) {
    const file = clipFile();
    writeFileSync(file, fileOf(input, "clip"));
    const result = await checkMp4(file);
    if (!result.ok) {
      promise(
        /^[\x20-\x7e\xa9]{5,}$/.test(result.reason),
        () => `the reason is ${JSON.stringify(result.reason)}`,
      );
      return;
    }
    promise(input.words?.["whole"] !== "no", () => "a film that was cut short passes for a whole one");
    const { width, height, durationS } = result;
    const isSize = [width, height].every((size) => Number.isInteger(size) && size >= 1 && size <= 65_536);
    promise(
      isSize && Number.isFinite(durationS) && durationS > 0,
      () => `${width} × ${height}, ${durationS} s`,
    );
  },
};

/** Boxes in any order and depth, most of them as a film has them. */
function drawnFilm(dice: Dice): Buffer {
  if (dice.chance(0.4))
    return sampleMp4({ mediaBytes: dice.below(400), version: dice.pick([0, 1]), seed: dice.below(9) });
  const boxes = [
    mp4Box("ftyp", Buffer.from("isom")),
    mp4Moov({
      version: dice.pick([0, 1]),
      handler: dice.pick(["vide", "soun"]),
      durationS: dice.pick([0, 5, 4_000_000]),
    }),
    dice.chance(0.5) ? mp4Box("mdat", Buffer.alloc(dice.below(50))) : mp4WideBox("mdat", Buffer.alloc(9)),
    mp4Box(dice.pick(["free", "moov", "trak", "\xa9nam", "\0\0\0\0"]), nested(dice, 6)),
  ];
  return Buffer.concat(dice.shuffled(boxes).slice(0, 2 + dice.below(3)));
}

function nested(dice: Dice, depth: number): Buffer {
  if (depth === 0 || dice.chance(0.3)) return Buffer.alloc(dice.below(40), dice.below(256));
  return mp4Box(dice.pick(["trak", "mdia", "tkhd", "mvhd", "hdlr", "mvex", "mehd"]), nested(dice, depth - 1));
}
