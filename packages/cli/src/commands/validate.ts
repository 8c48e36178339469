import type { Manifest } from "@shotlist/manifest";
import type { ValidateFlags } from "../arguments.ts";
import { EXIT } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { jsonRecord } from "../json-record.ts";
import { readProject } from "../project.ts";
import { showProblems } from "../show-problems.ts";
import { oneLine } from "../terminal/text-width.ts";

/**
 * Says every problem of a manifest, and nothing else.
 *
 * @returns 0 when nothing stands in the way of a run (warnings may), 2 otherwise.
 */
export async function validate(io: Io, file: string, flags: ValidateFlags): Promise<number> {
  const project = await readProject(io, file, flags);
  if (flags.json === true) {
    for (const problem of project.problems) {
      io.stdout.write(jsonRecord({ type: "problem", ...problem }));
    }
  } else {
    showProblems(io, io.stdout, project);
    if (project.manifest !== undefined && flags.quiet !== true) {
      const { length } = project.manifest.shots;
      io.stdout.write(`${file} is valid: ${length} ${length === 1 ? "shot" : "shots"}.\n`);
    }
  }
  if (project.manifest === undefined) return EXIT.usage;
  return flags.checkUrls === true ? sayMissingPictures(io, project.manifest) : EXIT.ok;
}

async function sayMissingPictures(io: Io, { shots }: Manifest): Promise<number> {
  const { checkUrls, pictureUrls } = await import("../check-urls.ts");
  const verdicts = await checkUrls(shots.flatMap(pictureUrls), AbortSignal.timeout(600_000));
  const missing = [...verdicts.values()].filter(({ kind }) => kind === "no").length;
  for (const [url, verdict] of verdicts) {
    if (verdict.kind !== "there") {
      io.stdout.write(
        `${verdict.kind === "no" ? "error" : "warning"}: ${oneLine(`${url}: ${verdict.why}`)}\n`,
      );
    }
  }
  io.stdout.write(`${verdicts.size - missing} of ${verdicts.size} pictures are there.\n`);
  return missing > 0 ? EXIT.usage : EXIT.ok;
}
