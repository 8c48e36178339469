import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { formatUsd, type PlanAction, ShotlistError } from "@shotlist/core";
import { systemClock } from "@shotlist/core/local";
import { type Decision, readDecisions } from "@shotlist/reporter";
import { EXIT } from "../../exit-code.ts";
import type { CommonFlags } from "../../flags.ts";
import type { Io } from "../../io.ts";
import { printRecord } from "../../print-record.ts";
import { readProject } from "../../project.ts";
import { changesIn } from "../../prompt-patch/changed-prompts.ts";
import { showChangedPrompts } from "../../prompt-patch/show-changed-prompts.ts";
import { storeReviews } from "../../review-server/live-standing.ts";
import { type RefusedDecision, takeDecisions } from "../../review-server/take-decisions.ts";
import { showProblems } from "../../show-problems.ts";
import { readStanding, type Standing } from "../../standing.ts";
import { oneLine } from "../../terminal/text-width.ts";
import { readModelOf } from "../../write-report.ts";

/**
 * Takes in the decisions that a static contact sheet exported, and says what each means for the next run. A decision
 * on another file than the one that is there is refused, and the others are stored.
 *
 * @returns 0; 3 when a decision was refused; 2 when the manifest has errors.
 * @throws ShotlistError `decisions-unreadable`, and those of the state store
 */
export async function reviewApply(io: Io, file: string, from: string, flags: CommonFlags): Promise<number> {
  const project = await readProject(io, file, flags);
  showProblems(io, io.stderr, project);
  const { manifest } = project;
  if (manifest === undefined) return EXIT.usage;
  const decisions = await readDecisionsFile(io, from, manifest.name);
  const before = await readStanding(io, file, manifest, flags);
  const { taken, refused } = takeDecisions(decisions, {
    snapshot: before.snapshot,
    moves: before.plan.moves,
    nowMs: systemClock.nowMs(),
  });
  if (taken.length > 0) {
    await storeReviews(
      before,
      taken.map(({ review }) => review),
    );
  }
  const after = taken.length > 0 ? await readStanding(io, file, manifest, flags) : before;
  const kept = taken.map(({ decision }) => decision);
  if (flags.json === true) printJson(io, after, kept, refused);
  else printText(io, after, kept, refused, flags);
  const judged = new Set(kept.map(({ shotId }) => shotId));
  const model = readModelOf(after, { simulated: flags.simulate === true, nowMs: systemClock.nowMs() });
  const changes = changesIn(model).filter(({ shotId }) => judged.has(shotId));
  if (changes.length > 0 && flags.json !== true) await showChangedPrompts(io, project, changes);
  return refused.length > 0 ? EXIT.someFailed : EXIT.ok;
}

/** Reads the file, and makes sure that it is about this manifest. */
async function readDecisionsFile(io: Io, from: string, name: string): Promise<readonly Decision[]> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(resolve(io.cwd, from), "utf8"));
  } catch (error) {
    const why = error instanceof SyntaxError ? "it is no JSON" : (error as NodeJS.ErrnoException).code;
    throw unreadable(from, `${why ?? "it cannot be read"}.`, error);
  }
  const read = readDecisions(value);
  if ("problem" in read) throw unreadable(from, read.problem);
  const said: unknown = Array.isArray(value) ? undefined : (value as Record<string, unknown>)["name"];
  if (said !== undefined && said !== name) {
    throw unreadable(from, `It is about the manifest ${JSON.stringify(said)}, not about "${name}".`);
  }
  return read.decisions;
}

function unreadable(file: string, why: string, cause?: unknown): ShotlistError {
  return new ShotlistError("decisions-unreadable", `The decisions in ${file} cannot be taken: ${why}`, {
    hint: "Export them again from the contact sheet of this manifest.",
    standing: "No verdict was stored or changed.",
    cause,
  });
}

function printJson(
  io: Io,
  { plan }: Standing,
  kept: readonly Decision[],
  refused: readonly RefusedDecision[],
): void {
  const actions = new Map(plan.actions.map((action) => [action.shotId, action]));
  for (const decision of kept) {
    printRecord(io, { type: "decision", ...decision, action: actions.get(decision.shotId) ?? null });
  }
  for (const { decision, reason } of refused) {
    printRecord(io, { type: "decision-refused", ...decision, code: "decision-stale", reason });
  }
}

function printText(
  io: Io,
  { plan }: Standing,
  kept: readonly Decision[],
  refused: readonly RefusedDecision[],
  flags: CommonFlags,
): void {
  const actions = new Map(plan.actions.map((action) => [action.shotId, action]));
  if (flags.quiet !== true) {
    for (const decision of kept) {
      const words = decision.verdict === "none" ? "no verdict" : decision.verdict;
      const wish = decision.retake ? ", retake wanted" : "";
      io.stdout.write(
        `${oneLine(`${decision.shotId}, take ${decision.take}: ${words}${wish} → ${meaning(actions.get(decision.shotId))}`)}\n`,
      );
    }
  }
  for (const { decision, reason } of refused) {
    io.stderr.write(
      `refused: ${oneLine(`${decision.shotId}, take ${decision.take}`)}: ${reason} [decision-stale]\n`,
    );
  }
  const judged = new Set(kept.map(({ shotId }) => shotId));
  const buying = plan.actions.filter(({ shotId, buys }) => judged.has(shotId) && buys > 0);
  const takes = buying.reduce((sum, { buys }) => sum + buys, 0);
  const cost = buying.reduce<number | null>(
    (sum, { priceUsdE4 }) => (sum === null || priceUsdE4 === null ? null : sum + priceUsdE4),
    0,
  );
  const what =
    takes === 0 ? "the next run buys nothing for them" : `the next run buys ${takes}, ${usd(cost)}`;
  io.stdout.write(`${kept.length} stored, ${refused.length} refused; ${what}.\n`);
}

function meaning(action: PlanAction | undefined): string {
  if (action === undefined) return "no longer in the manifest";
  if (action.buys === 0) return `buys nothing: ${action.reason}`;
  return `buys ${action.buys}, ${usd(action.priceUsdE4)}: ${action.reason}`;
}

function usd(amount: number | null): string {
  return amount === null ? "price unknown" : formatUsd(amount);
}
