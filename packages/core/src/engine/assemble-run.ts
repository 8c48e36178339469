import { modelCard } from "../models/model-cards.ts";
import { countingVerdicts } from "../plan/counting-verdicts.ts";
import type { StateSnapshot } from "../ports/state-store.ts";
import type { Take } from "../take/take.ts";
import type { Bell } from "./bell.ts";
import { Breaker } from "./breaker.ts";
import { Demand } from "./demand.ts";
import { Downloads } from "./downloads.ts";
import type { EngineOptions } from "./engine-options.ts";
import { engineTimes } from "./engine-times.ts";
import { fetchClip } from "./fetch-clip.ts";
import { LinkBook } from "./link-book.ts";
import { openLanes } from "./open-run.ts";
import { openMediaDesk } from "./prepare-media.ts";
import { Progress } from "./progress.ts";
import { backoffMs } from "./retry-policy.ts";
import type { RunContext } from "./run-context.ts";
import { modelOfKey, ServiceHistory } from "./service-history.ts";
import { ServiceNotes } from "./service-notes.ts";
import { Shutdown } from "./shutdown.ts";
import { TakeBook, takeName } from "./take-book.ts";
import { Turns } from "./turns.ts";

/** What a run remembers for its summary. */
export interface RunMemory {
  readonly paidTwice: Take[];
  readonly unfetched: Map<string, string>;
  /** What earlier runs left is picked up. */
  resumed: boolean;
}

/** For a model of which nothing is known. */
const USUAL_SERVICE_S = 60;

/** What a kind of generation usually takes, by its model's card, in milliseconds. */
function usualMs(key: string): number {
  return (modelCard(modelOfKey(key))?.typicalServiceS ?? USUAL_SERVICE_S) * 1000;
}

/** Puts a run together: what earlier runs left is in the books, and nothing has been sent yet. */
export function assembleRun(
  options: EngineOptions,
  parts: {
    readonly epoch: number;
    readonly snapshot: StateSnapshot;
    readonly startedAtMs: number;
    readonly bell: Bell;
    readonly memory: RunMemory;
  },
): RunContext {
  const { clock, limits, random, apis } = options;
  const { epoch, snapshot, bell, memory } = parts;
  const times = engineTimes(limits.timeScale ?? 1);
  const lanes = openLanes(options, times, snapshot);
  const history = new ServiceHistory(snapshot.serviceTimes, (key) => usualMs(key) / (limits.timeScale ?? 1));
  const book = new TakeBook(options.store, epoch, snapshot);
  const links = new LinkBook(times.linkLifeMs);
  const wallUsdE4 = options.walls.maxSpendUsdE4 ?? options.walls.maxRunSpendUsdE4;
  const { startedAtMs } = parts;
  const progress = new Progress({ startedAtMs, epoch, wallUsdE4, minuteMs: times.minuteMs, history });
  for (const take of snapshot.takes) progress.count(take, undefined);
  for (const { committedUsdE4 } of snapshot.forgotten ?? []) progress.countForgotten(committedUsdE4);
  const tell: RunContext["tell"] = (event) =>
    options.observer(event, progress.at(clock.nowMs(), lanes.values(), shutdown.submitting));
  const ring = (): void => {
    bell.ring();
    for (const lane of lanes.values()) lane.ring();
  };
  const shutdown = new Shutdown({
    onChange: ring,
    onStop: (reason, words) => tell({ type: "stopping", atMs: clock.nowMs(), reason, words }),
  });
  const media = openMediaDesk(() => run, {
    apis,
    nowMs: () => clock.nowMs(),
    uploads: snapshot.uploads ?? [],
    linkLifeMs: times.linkLifeMs,
    readMedia: options.readMedia ?? noFiles,
  });
  const demand: Demand = new Demand({
    plan: options.plan,
    shots: options.shots,
    verdicts: countingVerdicts(snapshot),
    book,
    retries: limits.retries,
    dialectOf: options.dialectOf,
    accountOf: (dialect) => apis.get(dialect)?.account,
    buildRequest: (shot, upstream, dialect, ready) => {
      const api = apis.get(dialect);
      if (api === undefined) throw new Error(`There is no ${dialect} API.`);
      return api.buildRequest(shot, upstream, ready);
    },
    mediaOf: (shot, upstream, dialect) => media.stateOf(shot, upstream, dialect),
    onWork: (work) => progress.place(work, demand),
    onReady: (dialect) => lanes.get(dialect)?.submitBell.ring(),
    later: (attempt, then) => {
      const waitMs = backoffMs(attempt, { firstMs: times.backoffMs, mostMs: times.backoffMaxMs }, random);
      shutdown.guard(
        clock.sleep(waitMs, shutdown.left).then(() => {
          then();
          ring();
        }),
      );
    },
  });
  const downloads: Downloads = new Downloads({
    atOnce: limits.downloads,
    diesAtMs: (take) =>
      links.get(take.generationId ?? "")?.diesAtMs ?? (take.endedAtMs ?? take.intentAtMs) + times.linkLifeMs,
    fetch: async (take) => {
      const reason = await fetchClip(run, lanes.get(take.account.dialect), take);
      if (reason !== undefined) memory.unfetched.set(takeName(take), reason);
    },
    guard: (work) => shutdown.guard(work),
    onIdle: ring,
  });
  const requests = { creates: 0, looks: 0, lists: 0, downloads: 0, uploads: 0 };
  const verdicts = new Map(countingVerdicts(snapshot).map((item) => [takeName(item), item.verdict]));
  const run: RunContext = {
    options,
    epoch,
    startedAtMs,
    times,
    book,
    demand,
    media,
    lanes,
    downloads,
    links,
    history,
    serviceNotes: new ServiceNotes(options.store, history),
    breaker: new Breaker(),
    progress,
    shutdown,
    requests,
    verdictOf: (take) => verdicts.get(takeName(take)),
    naming: new Turns(),
    tell,
  };
  return run;
}

async function noFiles({ path }: { readonly path: string }): Promise<never> {
  throw new Error(`"${path}" is a local file, and none can be read here`);
}
