import { basename, resolve } from "node:path";
import type { Manifest } from "@shotlist/manifest";
import type { CommonFlags } from "./flags.ts";
import type { Io } from "./io.ts";
import { readProject } from "./project.ts";
import { showProblems } from "./show-problems.ts";
import { type StatePaths, statePaths } from "./state-paths.ts";

/** The state that a command is about. */
export interface FoundState {
  readonly name: string;
  readonly paths: StatePaths;
  /** Undefined when the state's own file was named instead of a manifest. */
  readonly manifest: Manifest | undefined;
}

/** The flags that say where a state is. */
export type PlaceFlags = Pick<CommonFlags, "simulate" | "state" | "out" | "profile" | "model">;

/**
 * Finds the state of a manifest, or takes the state's own file (`….db`), which needs no manifest that is sound.
 *
 * @returns undefined when the manifest has errors; they are on stderr then.
 * @throws ShotlistError `manifest-not-found`, `manifest-unreadable`
 */
export async function findState(io: Io, file: string, flags: PlaceFlags): Promise<FoundState | undefined> {
  const options = {
    cwd: io.cwd,
    ...(flags.out === undefined ? {} : { out: flags.out }),
  };
  if (file.endsWith(".db")) {
    const simulate = flags.simulate === true || file.endsWith(".simulated.shotlist.db");
    const name = basename(file).replace(/(\.simulated)?(\.shotlist)?\.db$/, "");
    const manifest = { name, output: { dir: "renders", file: "" } };
    const state = flags.state ?? resolve(io.cwd, file);
    return { name, paths: statePaths(manifest, file, { ...options, simulate, state }), manifest: undefined };
  }
  const project = await readProject(io, file, flags);
  if (project.manifest === undefined) {
    showProblems(io, io.stderr, project);
    return undefined;
  }
  const simulate = flags.simulate === true;
  const state = flags.state === undefined ? {} : { state: flags.state };
  return {
    name: project.manifest.name,
    paths: statePaths(project.manifest, file, { ...options, ...state, simulate }),
    manifest: project.manifest,
  };
}
