import { dirname, isAbsolute, join, resolve } from "node:path";
import type { Manifest } from "@shotlist/manifest";

/** Where everything of a manifest lies. All absolute. */
export interface StatePaths {
  readonly manifestDir: string;
  readonly state: string;
  readonly clips: string;
  readonly report: string;
  /** The simulator's own book; only for simulated runs. */
  readonly book: string;
}

/**
 * A simulated run has its own state, clips and report beside the real ones, so that neither ever touches
 * the other. `--state` and `--out` are taken as they are said.
 */
export function statePaths(
  manifest: Pick<Manifest, "name" | "output">,
  manifestFile: string,
  options: {
    readonly simulate: boolean;
    readonly state?: string;
    readonly out?: string;
    readonly cwd: string;
  },
): StatePaths {
  const manifestDir = dirname(resolve(options.cwd, manifestFile));
  const infix = options.simulate ? ".simulated" : "";
  const suffix = options.simulate ? "-simulated" : "";
  const state =
    options.state === undefined
      ? join(manifestDir, `${manifest.name}${infix}.shotlist.db`)
      : resolve(options.cwd, options.state);
  const output = `${manifest.output.dir.replace(/[/\\]+$/, "")}${suffix}`;
  return {
    manifestDir,
    state,
    clips:
      options.out === undefined
        ? isAbsolute(output)
          ? output
          : join(manifestDir, output)
        : resolve(options.cwd, options.out),
    report: join(manifestDir, `report${suffix}`),
    book: `${state.replace(/(\.shotlist)?\.db$/, "")}.simulator.json`,
  };
}
