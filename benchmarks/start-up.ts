import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CLI, ratios, timesInTurn } from "./child-process.ts";
import type { Bench } from "./figure.ts";

const PLAIN = `version: 1
shots:
  - id: mug
    prompt: A mug on an oak table, slow orbit left
    aspect_ratio: "16:9"
`;
const TEMPLATED = `version: 1
shots:
  - id: "mug-{{ matrix.colour }}"
    prompt: "A {{ matrix.colour }} mug on an oak table, slow orbit left"
    matrix: { colour: [red, blue] }
`;

/** How long commands take to start, in bare starts of Node. */
export const startUp: Bench = {
  name: "start-up",
  title: "Start-up",
  how: "Wall time over `node -e 0` in the same round, V8's compile cache filled.",
  async run({ rounds, folder }) {
    const plain = join(folder, "plain.yaml");
    const templated = join(folder, "templated.yaml");
    await writeFile(plain, PLAIN);
    await writeFile(templated, TEMPLATED);
    const [bare = [], version = [], small = [], small2 = []] = await timesInTurn(rounds * 3, [
      ["-e", "0"],
      [CLI, "--version"],
      [CLI, "validate", plain],
      [CLI, "validate", templated],
    ]);
    return [
      { what: "`shotlist --version` / `node -e 0`", values: ratios(version, bare), atMost: 1.3 },
      { what: "`validate` of a small manifest / `node -e 0`", values: ratios(small, bare), atMost: 3 },
      { what: "the same with templates", values: ratios(small2, bare), atMost: 4.5 },
    ];
  },
};
