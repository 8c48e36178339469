import type { ShotlistError } from "../shotlist-error.ts";
import type { Take } from "../take/take.ts";
import { holdsMoney, isUnanswered } from "../take/take-facts.ts";
import type { RunContext } from "./run-context.ts";
import type { DiskTrouble, RunSummary } from "./run-event.ts";
import { takeName } from "./take-book.ts";

/** What a run ends with, from what is on disk. */
export function summaryOf(
  run: RunContext,
  found: {
    /** Takes that turned up in this run after they had been sent again. */
    readonly paidTwice: readonly Take[];
    /** Why clips were left, by take name. */
    readonly unfetched: ReadonlyMap<string, string>;
  },
): RunSummary {
  const { shutdown, progress, options } = run;
  return {
    progress: progress.at(options.clock.nowMs(), run.lanes.values(), shutdown.submitting),
    ...(shutdown.reason === undefined ? {} : { stopped: shutdown.reason }),
    ...(shutdown.troubles.length === 0 ? {} : { troubles: shutdown.troubles.map(troubleOf) }),
    requests: { ...run.requests },
    taken: progress.taken,
    paidTwice: found.paidTwice.flatMap((take) => paidTwice(run, take)),
    heldUp: heldUp(run),
    open: openTakes(run, found.unfetched),
  };
}

function heldUp(run: RunContext): RunSummary["heldUp"] {
  return [...run.demand.works()].flatMap(({ shot, action, givenUp, blocked }) =>
    givenUp === 0 || blocked === undefined || action.kind === "blocked"
      ? []
      : [{ shotId: shot.id, reason: blocked }],
  );
}

function troubleOf({ code, message, hint, standing }: ShotlistError): DiskTrouble {
  return {
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(standing === undefined ? {} : { standing }),
  };
}

function paidTwice(run: RunContext, late: Take): RunSummary["paidTwice"] {
  const take = run.book.get(late) ?? late;
  const other = run.book.get({ shotId: take.shotId, number: take.paidTwiceOf ?? 0 });
  const ids = [take.generationId, other?.generationId] as const;
  // Only what is paid counts: one of the two may have failed and been refunded.
  if (other === undefined || ids[0] === undefined || ids[1] === undefined) return [];
  if (!holdsMoney(take) || !holdsMoney(other)) return [];
  return [{ shotId: take.shotId, takes: [take.number, other.number], generationIds: [ids[0], ids[1]] }];
}

function openTakes(run: RunContext, unfetched: ReadonlyMap<string, string>): RunSummary["open"] {
  const open: RunSummary["open"][number][] = [];
  for (const take of run.book.all()) {
    const { shotId, number } = take;
    const reason = waitsFor(run, take, unfetched);
    if (reason === undefined) continue;
    const settle = take.state === "unconfirmed" || take.state === "missing" || take.state === "overdue";
    const command = settle ? `shotlist resolve MANIFEST ${shotId}` : "shotlist run MANIFEST";
    open.push({ shotId, take: number, reason, command });
  }
  open.push(...waitingForTwins(run));
  const place = (shotId: string): number => run.demand.work(shotId)?.position ?? Number.MAX_SAFE_INTEGER;
  return open.sort((a, b) => place(a.shotId) - place(b.shotId) || a.take - b.take);
}

/** A shot whose create waits for the answer to another shot's equal request is settled with that one. */
function waitingForTwins(run: RunContext): RunSummary["open"] {
  const unanswered = new Map(
    [...run.book.all()].filter(isUnanswered).map((take) => [take.requestHash, take] as const),
  );
  return [...run.demand.waitingForTwins()].flatMap(({ work, requestHash }) => {
    const twin = unanswered.get(requestHash);
    if (twin === undefined || twin.shotId === work.shot.id) return [];
    const reason = `it asks for the same as take ${twin.number} of "${twin.shotId}", whose create has no answer`;
    const take = (run.book.of(work.shot.id).at(-1)?.number ?? 0) + 1;
    const command = `shotlist resolve MANIFEST ${twin.shotId}`;
    return [{ shotId: work.shot.id, take, reason, command }];
  });
}

function waitsFor(run: RunContext, take: Take, unfetched: ReadonlyMap<string, string>): string | undefined {
  switch (take.state) {
    case "unconfirmed": {
      const lists = run.lanes.get(take.account.dialect)?.api.list !== undefined;
      if (take.neverResend === true) return "the API said yes, but its answer could not be read";
      return lists
        ? "its create had no answer, and the API's list does not settle it yet"
        : "its create had no answer, and this API cannot list what it made";
    }
    case "missing":
      return "the API does not know its generation any more; it stays paid";
    case "overdue":
      return "the API has not finished it in time; it is looked at again in every run";
    case "completed":
    case "checked":
      return unfetched.get(takeName(take));
    default:
      return undefined;
  }
}
