import type { FetchOrder, FetchOutcome } from "../ports/clip-store.ts";
import type { Take } from "../take/take.ts";
import type { Lane } from "./lane.ts";
import { learn } from "./learn.ts";
import type { Link } from "./link-book.ts";
import { look, notFoundWaitMs, recordNotFound } from "./look-at.ts";
import { clipFile, clipsUnwritable, placeClip } from "./place-clip.ts";
import { readWaitMs } from "./read-trouble.ts";
import { backoffMs } from "./retry-policy.ts";
import type { RunContext } from "./run-context.ts";

/** Tries of one kind of trouble in a run; after them the clip is left, paid and safe, for the next run. */
const TRIES = { expired: 5, corrupt: 3, unreachable: 10 } as const;

type Trouble = keyof typeof TRIES;

/**
 * Brings one finished generation's clip home: fetched, checked, recorded, named, recorded. Ends when the take
 * is done, or when it must be left for the next run; whatever happens, the paid clip stays fetchable.
 *
 * @returns why the clip is left, in words for people; undefined when it is home or there is nothing to fetch.
 */
export async function fetchClip(
  run: RunContext,
  lane: Lane | undefined,
  first: Take,
): Promise<string | undefined> {
  const tries: Record<Trouble, number> = { expired: 0, corrupt: 0, unreachable: 0 };
  for (;;) {
    const take = run.book.get(first) ?? first;
    if (run.shutdown.left.aborted) return undefined;
    if (take.state === "checked") {
      const placed = await placeClip(run, take);
      if (placed.kind === "left") return placed.reason;
      if (placed.kind !== "lost") return undefined;
      await lose(run, take);
      continue;
    }
    if (take.state !== "completed" || take.generationId === undefined) return undefined;
    const link = run.links.get(take.generationId) ?? (await findLink(run, lane, take));
    if (link === undefined) {
      if (!run.shutdown.watching || lane === undefined || lane.blind)
        return "its link could not be asked for";
      continue;
    }
    const outcome = await fetchOnce(run, take, link);
    if (outcome.kind === "checked") {
      await run.book.happen(take, {
        type: "clip-checked",
        atMs: run.options.clock.nowMs(),
        clip: outcome.clip,
      });
      continue;
    }
    const left = await onFetchTrouble(run, take, outcome, tries);
    if (left !== undefined) return left;
  }
}

async function fetchOnce(run: RunContext, take: Take, link: Link): Promise<FetchOutcome> {
  const { clips } = run.options;
  run.requests.downloads++;
  let counted = 0;
  const onBytes = (bytes: number): void => {
    run.progress.downloaded(bytes - counted);
    counted = bytes;
  };
  const file = clipFile(run, take);
  const isStill = take.wanted["kind"] === "image";
  const order = {
    generationId: take.generationId as string,
    url: link.url,
    file,
    ...(isStill ? ({ media: "image" } as const) : {}),
    // A still is its own poster.
    ...(isStill || link.posterUrl === undefined ? {} : { posterUrl: link.posterUrl }),
    ...(link.attachments === undefined ? {} : { attachments: besideOf(file, link.attachments) }),
  };
  return clips.fetch(order, run.shutdown.left, onBytes);
}

/** Names for what belongs to a clip: its name with an ending of their own, such as `take-1.exr.zip`. */
function besideOf(
  file: string,
  attachments: NonNullable<Link["attachments"]>,
): NonNullable<FetchOrder["attachments"]> {
  const stem = file.replace(/\.[^./]*$/, "");
  return attachments.map(({ type, url }, index) => {
    const word =
      type
        .toLowerCase()
        .replace(/[^a-z0-9-]/g, "")
        .slice(0, 20) || "beside";
    const ending = /\.([a-z0-9]{1,8})$/i.exec(URL.parse(url)?.pathname ?? "")?.[1]?.toLowerCase();
    const number = index === 0 ? "" : `-${index + 1}`;
    return {
      url,
      file: `${stem}.${word}${number}${ending === undefined || ending === word ? "" : `.${ending}`}`,
    };
  });
}

/** What to do about a fetch without a clip: undefined to try again, else why the clip is left. */
async function onFetchTrouble(
  run: RunContext,
  take: Take,
  outcome: Exclude<FetchOutcome, { kind: "checked" }>,
  tries: Record<Trouble, number>,
): Promise<string | undefined> {
  const { clock, random } = run.options;
  if (run.shutdown.left.aborted) return undefined;
  if (outcome.kind === "disk") {
    run.shutdown.stopForDisk(clipsUnwritable(outcome.reason));
    return `the disk refused it: ${outcome.reason}`;
  }
  const trouble = outcome.kind === "link-expired" ? "expired" : outcome.kind;
  const used = tries[trouble]++;
  const wait = { firstMs: run.times.networkMs, mostMs: run.times.networkMaxMs };
  tellDownload(run, take, `${outcome.kind.replace("-", " ")}: ${outcome.reason}`);
  if (tries[trouble] >= TRIES[trouble]) return `${outcome.kind.replace("-", " ")}: ${outcome.reason}`;
  if (trouble === "expired") run.links.drop(take.generationId as string);
  // A first expired link is the normal course of things and costs no wait.
  if (trouble !== "expired" || used > 0) {
    await clock.sleep(backoffMs(used, wait, random), run.shutdown.left);
  }
  return undefined;
}

/** Asks the API for a link; waits as the rules say when there is none yet. */
async function findLink(run: RunContext, lane: Lane | undefined, take: Take): Promise<Link | undefined> {
  if (lane === undefined || lane.blind || take.generationId === undefined) return undefined;
  const { clock, random } = run.options;
  const outcome = await look(run, lane, take.generationId);
  const atMs = clock.nowMs();
  switch (outcome.kind) {
    case "found": {
      lane.readable(outcome.serverTimeMs, atMs);
      await learn(run, lane, take, outcome.generation, atMs);
      const link = run.links.get(take.generationId);
      if (link !== undefined) return link;
      const withoutMs = atMs - (take.endedAtMs ?? atMs);
      if (withoutMs >= run.times.linklessMs) {
        await run.book.happen(take, { type: "timed-out", atMs });
        return undefined;
      }
      const bounds = { firstMs: run.times.networkMs, mostMs: run.times.backoffMaxMs };
      await clock.sleep(Math.max(bounds.firstMs, Math.min(withoutMs / 4, bounds.mostMs)), run.shutdown.left);
      return undefined;
    }
    case "not-found": {
      await recordNotFound(run, take, atMs);
      const gone = run.book.get(take)?.state !== "completed";
      if (!gone) await clock.sleep(notFoundWaitMs(run, lane, take), run.shutdown.left);
      return undefined;
    }
    default: {
      const leastMs = backoffMs(0, { firstMs: run.times.networkMs, mostMs: run.times.networkMaxMs }, random);
      await clock.sleep(Math.max(leastMs, readWaitMs(run, lane, outcome)), run.shutdown.left);
      return undefined;
    }
  }
}

async function lose(run: RunContext, take: Take): Promise<void> {
  await run.book.happen(take, { type: "clip-lost", atMs: run.options.clock.nowMs() });
}

function tellDownload(run: RunContext, take: Take, words: string): void {
  const atMs = run.options.clock.nowMs();
  run.tell({ type: "download", atMs, shotId: take.shotId, take: take.number, words });
}
