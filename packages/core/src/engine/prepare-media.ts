import type { FileRef, GenerationApi, LocalMedia, UploadOutcome } from "../ports/generation-api.ts";
import type { Dialect } from "../take/take.ts";
import { look } from "./look-at.ts";
import { MediaDesk, type Prepared } from "./media-desk.ts";
import { readWaitMs } from "./read-trouble.ts";
import { backoffMs } from "./retry-policy.ts";
import type { RunContext } from "./run-context.ts";
import { withTimeout } from "./with-timeout.ts";

/** Tries until what cannot be reached is left for the next run. */
const TRIES = 10;

/** A part of a link's life in which it may still be handed on: the API has to fetch it after that. */
const USABLE = 0.25;

/** A large file takes longer than an answer does. */
const UPLOAD_TIMEOUTS = 10;

/** The desk of a run. */
export function openMediaDesk(getRun: () => RunContext, parts: DeskParts): MediaDesk {
  return new MediaDesk({
    apis: parts.apis,
    nowMs: parts.nowMs,
    linkUseMs: parts.linkLifeMs * USABLE,
    uploads: parts.uploads,
    freshLink: (dialect, generationId) => freshLink(getRun(), dialect, generationId),
    readFile: parts.readMedia,
    giveFile: (api, file, known) => giveFile(getRun(), api, file, known),
    onSettled: (shotId) => {
      const { demand, shutdown } = getRun();
      demand.inputSettled(shotId);
      shutdown.changed();
    },
    guard: (work) => getRun().shutdown.guard(work),
  });
}

type DeskOptions = ConstructorParameters<typeof MediaDesk>[0];

/** What a desk is opened with beside the run that it belongs to. */
interface DeskParts extends Pick<DeskOptions, "apis" | "nowMs" | "uploads"> {
  readonly linkLifeMs: number;
  readonly readMedia: DeskOptions["readFile"];
}

/** Asks for a generation's link until there is one, or until it is certain that there is none to be had. */
async function freshLink(run: RunContext, dialect: Dialect, generationId: string): Promise<Prepared<string>> {
  const { clock, random } = run.options;
  const lane = run.lanes.get(dialect);
  for (let tries = 0; lane !== undefined && tries < TRIES && run.shutdown.submitting; tries++) {
    const outcome = await look(run, lane, generationId);
    if (outcome.kind === "not-found")
      return blocked(
        `generation ${generationId}, which it is made from, is gone from the account; reject that take to have it made again`,
      );
    if (outcome.kind === "found") {
      lane.readable(outcome.serverTimeMs, clock.nowMs());
      const { clipUrl, state } = outcome.generation;
      if (clipUrl !== undefined) return { kind: "ready", value: clipUrl };
      if (state === "failed") return blocked(`generation ${generationId} has failed after all`);
      const bounds = { firstMs: run.times.networkMs, mostMs: run.times.networkMaxMs };
      await clock.sleep(backoffMs(tries, bounds, random), run.shutdown.left);
    } else await clock.sleep(readWaitMs(run, lane, outcome), run.shutdown.left);
  }
  return blocked(`no link to generation ${generationId} could be got`);
}

/** Gives a file to an API until it has it or refuses it, and remembers what it is called there. */
async function giveFile(
  run: RunContext,
  api: GenerationApi,
  file: LocalMedia,
  known: FileRef | undefined,
): Promise<Prepared<FileRef>> {
  const { clock, limits, random, store } = run.options;
  if (api.upload === undefined) return blocked(`the ${api.account.dialect} API takes no local files`);
  let reason = "the run is stopping";
  for (let tries = 0; tries < TRIES && run.shutdown.submitting; tries++) {
    run.requests.uploads++;
    const outcome = await withTimeout<UploadOutcome>(
      { clock, timeoutMs: limits.requestTimeoutMs * UPLOAD_TIMEOUTS, signal: run.shutdown.left },
      (signal) => (api.upload as NonNullable<GenerationApi["upload"]>)(file, signal, known),
      (why) => ({ kind: "unreachable", reason: why }),
    );
    if (outcome.kind === "ready") {
      const { ref, expiresAtMs } = outcome;
      const isNew = ref.kind === "id" && !(known?.kind === "id" && known.id === ref.id);
      if (isNew && !run.shutdown.left.aborted) {
        const life = expiresAtMs === undefined ? {} : { expiresAtMs };
        const { account } = api;
        await store.recordUpload({ account, sha256: file.sha256, ref, atMs: clock.nowMs(), ...life });
      }
      return { kind: "ready", value: ref };
    }
    if (outcome.kind === "refused") {
      if (outcome.failure.category === "account") run.shutdown.stop("account", outcome.failure.message);
      return blocked(`"${file.path}" was refused: ${outcome.failure.message}`);
    }
    reason = outcome.kind === "unreachable" ? outcome.reason : outcome.throttle.message;
    const bounds = { firstMs: run.times.networkMs, mostMs: run.times.networkMaxMs };
    const askedMs = outcome.kind === "throttled" ? (outcome.throttle.retryAfterMs ?? 0) : 0;
    const waitMs = Math.max(askedMs, backoffMs(tries, bounds, random));
    const words = `"${file.path}" cannot be uploaded: ${reason}`;
    if (tries + 1 < TRIES) run.tell({ type: "network", atMs: clock.nowMs(), words, waitMs });
    await clock.sleep(waitMs, run.shutdown.left);
  }
  return blocked(`"${file.path}" could not be uploaded: ${reason}`);
}

function blocked(reason: string): { readonly kind: "blocked"; readonly reason: string } {
  return { kind: "blocked", reason };
}
