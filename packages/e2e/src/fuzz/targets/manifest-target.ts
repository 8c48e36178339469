import type { Dice } from "../dice.ts";
import { manifestFromSchema } from "../from-schema.ts";
import { bytesOf, type FuzzInput, type FuzzTarget, fileOf, promise } from "../fuzz-target.ts";
import { changedBytes, changedText, changedValue } from "../mutate.ts";
import { checkReading, manifestInput, readInput } from "../reading-promises.ts";
import { writeYaml } from "../write-yaml.ts";

const BESIDE: Readonly<Record<string, string>> = {
  "products.csv":
    "Handle,Title,Vendor,Price,Tags,Image,Published\nmug,Mug,Acme,12.50,new,https://h.example/m.jpg,true\ncup,Cup,,9,,,\n",
  "shots.csv": 'id,prompt,loop\na,A mug turns slowly,yes\nb,"A cup, panning",no\n',
};

/** YAML manifests: some as the schema wants them, written in two ways, others changed in value, text or bytes. */
export const manifestTarget: FuzzTarget = {
  name: "manifest",
  share: 6,
  make(dice) {
    const value = manifestFromSchema(dice);
    const kind = dice.below(4);
    if (kind === 0) {
      const other = writeYaml(value, dice);
      return manifestInput(writeYaml(value, dice), BESIDE, { other });
    }
    if (kind === 1)
      return manifestInput(writeYaml(changedValue(value, dice, 1 + dice.below(3)), dice), BESIDE);
    const text = writeYaml(value, dice);
    if (kind === 2) return manifestInput(changedText(text, dice, 1 + dice.below(4)), BESIDE);
    return {
      files: { ...manifestInput("", BESIDE).files, "shotlist.yaml": changedBytes(bytesOf(text), dice) },
    };
  },
  async check(input) {
    const result = await checkReading(input);
    const other = input.words?.["other"];
    if (other === undefined) return;
    const otherResult = await readInput({
      ...input,
      files: { ...input.files, "shotlist.yaml": bytesOf(other) },
    });
    const both = [result, otherResult].map(({ manifest, problems }) =>
      JSON.stringify([
        manifest?.shots.map(({ id, fingerprint }) => `${id} ${fingerprint}`),
        manifest === undefined ? problems.map(({ code }) => code).sort() : [],
      ]),
    );
    promise(
      both[0] === both[1],
      () => `the same manifest, written otherwise, is read otherwise:\n${both.join("\n")}`,
    );
  },
};

const COLUMNS = [
  ...["id", "prompt", "model", "aspect_ratio", "resolution", "duration", "loop", "camera", "tags", "takes"],
  ...["frame0", "frame1", "concepts", "extra.dream-machine.seed"],
];
const CELLS = [
  ...[
    "a",
    "b",
    "",
    "A mug turns slowly",
    "ray-2",
    "16:9",
    "720p",
    "5s",
    "yes",
    "no",
    "orbit left",
    "x;y",
    "2",
  ],
  ...["https://h.example/a.jpg", "shot:a", "Ünïcode 🏺", 'say ""hi""', "one\ntwo"],
];

/** CSV and TSV manifests, cells, quotes, rows and bytes changed. */
export const tableTarget: FuzzTarget = {
  name: "table",
  share: 8,
  make(dice: Dice): FuzzInput {
    const manifest = dice.chance(0.8) ? "shots.csv" : "shots.tsv";
    const delimiter = dice.pick([",", ",", ";", "\t"]);
    const columns = ["id", "prompt", ...dice.shuffled(COLUMNS.slice(2)).slice(0, dice.below(6))];
    const rows = dice.times(dice.below(5), (row) =>
      columns.map((column) => {
        if (column === "id" && dice.chance(0.9)) return `s${row}`;
        return `"${dice.pick(CELLS)}"`;
      }),
    );
    const text = [columns, ...rows].map((row) => row.join(delimiter)).join(dice.pick(["\n", "\r\n", "\r"]));
    const changed = dice.chance(0.8) ? changedText(text, dice, dice.below(4)) : text;
    const bytes = dice.chance(0.2) ? changedBytes(bytesOf(changed), dice) : bytesOf(changed);
    return { files: { [manifest]: bytes }, words: { manifest } };
  },
  async check(input) {
    fileOf(input, input.words?.["manifest"] ?? "");
    await checkReading(input);
  },
};
