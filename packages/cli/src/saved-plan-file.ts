import { createHash } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { type PlannedFile, parseSavedPlan, planStale, type SavedPlan, ShotlistError } from "@shotlist/core";
import { newUuid } from "@shotlist/core/local";
import { inputsOf, type Shot } from "@shotlist/manifest";
import type { CommonFlags } from "./flags.ts";
import type { Io } from "./io.ts";
import { plannedRequests } from "./planned-requests.ts";
import type { Project } from "./project.ts";
import type { Standing } from "./standing.ts";

/** What a plan is saved from. */
export interface PlanToSave {
  readonly project: Pick<Project, "file" | "sources">;
  readonly standing: Pick<Standing, "manifest" | "plan" | "paths">;
  readonly flags: CommonFlags;
  readonly nowMs: number;
}

/**
 * Saves a plan, whole or not at all, with its shots and requests resolved and the hashes of its files.
 *
 * @returns the plan's id.
 */
export async function savePlan(io: Io, target: string, save: PlanToSave): Promise<string> {
  const { standing, flags, nowMs } = save;
  const { manifest, plan, paths } = standing;
  const saved: SavedPlan = {
    shotlistPlan: 1,
    id: newUuid(),
    madeAtMs: nowMs,
    manifestFile: resolve(io.cwd, save.project.file),
    simulated: flags.simulate === true,
    ...(flags.state === undefined ? {} : { state: paths.state }),
    ...(flags.out === undefined ? {} : { out: paths.clips }),
    manifest,
    retry: flags.retry ?? "failed",
    retakeRejected: flags.only?.includes("rejected") === true,
    ...(flags.remakeChains === true ? { remakeChains: true } : {}),
    ...(flags.refreshDefaults === true ? { refreshDefaults: true } : {}),
    plan,
    requests: await plannedRequests(plan, manifest.shots),
    files: await filesOf(save.project, manifest.shots, paths.manifestDir),
  };
  const path = resolve(io.cwd, target);
  await writeFile(`${path}.part`, `${JSON.stringify(saved, null, 2)}\n`);
  await rename(`${path}.part`, path);
  return saved.id;
}

/**
 * Reads a saved plan, and makes sure that doing it sends what it shows.
 *
 * @returns the plan, and the files that have changed since without any effect on it.
 * @throws ShotlistError `plan-unreadable`; `plan-stale` when a file that is sent has changed, or when this
 *   release would send another request.
 */
export async function loadPlan(
  io: Io,
  file: string,
): Promise<{ readonly saved: SavedPlan; readonly edited: readonly string[] }> {
  const saved = parseSavedPlan(await readPlanFile(io, file), file);
  const folder = dirname(saved.manifestFile);
  const edited: string[] = [];
  for (const { path, sha256, isSent } of saved.files) {
    if ((await hashOf(folder, path)) === sha256) continue;
    if (isSent) throw planStale(`the file ${path} has changed or is gone`, "Make a new plan.");
    edited.push(path);
  }
  const now = await plannedRequests(saved.plan, saved.manifest.shots);
  const hashes = new Map(now.map((request) => [request.shotId, request.requestHash]));
  const other = saved.requests.find(({ shotId, requestHash }) => hashes.get(shotId) !== requestHash);
  if (other !== undefined || now.length !== saved.requests.length) {
    throw planStale(
      `this release of shotlist would send another request for ${other?.shotId ?? "a shot"}`,
      "Make a new plan.",
    );
  }
  return { saved, edited };
}

async function readPlanFile(io: Io, file: string): Promise<string> {
  try {
    return await readFile(resolve(io.cwd, file), "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown fault";
    throw new ShotlistError("plan-unreadable", `The saved plan "${file}" cannot be read (${code}).`, {
      hint: "Name a file that `plan --out FILE` wrote.",
      standing: "Nothing was sent and nothing was changed.",
      cause: error,
    });
  }
}

async function filesOf(
  { file, sources }: PlanToSave["project"],
  shots: readonly Shot[],
  folder: string,
): Promise<readonly PlannedFile[]> {
  const pictures = shots.flatMap((shot) =>
    inputsOf(shot).flatMap(([, media]) =>
      media.type === "file" ? [[media.path, media.sha256] as const] : [],
    ),
  );
  const sent = [...new Map(pictures)].map(([path, sha256]) => ({ path, sha256, isSent: true }));
  const read: PlannedFile[] = [];
  for (const name of sources.keys()) {
    const path = name === file ? resolve(folder, file.split(/[/\\]/).at(-1) ?? file) : name;
    const sha256 = await hashOf(folder, path);
    if (sha256 !== undefined) read.push({ path, sha256, isSent: false });
  }
  return [...read, ...sent];
}

async function hashOf(folder: string, path: string): Promise<string | undefined> {
  try {
    const bytes = await readFile(isAbsolute(path) ? path : join(folder, path));
    return createHash("sha256").update(bytes).digest("hex");
  } catch {
    return undefined;
  }
}
