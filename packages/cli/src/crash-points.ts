import type { ClipStore, CreateConnection, GenerationApi, StateStore, TakeChange } from "@shotlist/core";

/** Wraps the ports of a run that touch the disk or the network. */
export interface CrashPoints {
  store(store: StateStore): StateStore;
  clips(clips: ClipStore): ClipStore;
  api(api: GenerationApi): GenerationApi;
}

/**
 * The named steps of the protocol, in the order of a take's life. Each is a moment between two effects that
 * outlive the process: what came before it is done, what comes after it never happens.
 *
 * @public read by tests from the built command line
 */
export const CRASH_STEPS = [
  "opening-run",
  "run-opened",
  "syncing-shots",
  "shots-synced",
  "connected",
  "committing-intent",
  "intent-committed",
  "create-leaving",
  "create-answered",
  "recording-accepted",
  "accepted-recorded",
  "recording-refused",
  "refused-recorded",
  "recording-unanswered",
  "unanswered-recorded",
  "listing",
  "listed",
  "recording-absent",
  "absent-recorded",
  "looking",
  "looked",
  "recording-completed",
  "completed-recorded",
  "recording-failed",
  "failed-recorded",
  "fetching",
  "fetch-moving",
  "fetched",
  "recording-clip-checked",
  "clip-checked-recorded",
  "placing",
  "placed",
  "recording-clip-placed",
  "clip-placed-recorded",
  "renaming",
  "recording-clip-moved",
  "clip-moved-recorded",
  "renamed",
  "closing",
  "closed",
] as const;

/** The name of a step. */
type CrashStep = (typeof CRASH_STEPS)[number];

/**
 * Makes the process kill itself with SIGKILL when it comes to a step for the so-manieth time: no handler, no
 * flush and no `finally` runs, as in a crash. For trying recovery on real processes.
 *
 * @param at - `STEP` or `STEP:N`, N from 1; undefined gives the ports back as they are. A step that does not
 *   exist is never reached.
 */
export function crashPoints(at: string | undefined): CrashPoints {
  if (at === undefined || at === "") return { store: same, clips: same, api: same };
  const [step, nth = "1"] = at.split(":");
  let left = Number(nth);
  const pass: Pass = (reached) => {
    if (reached !== step) return;
    left--;
    if (left <= 0) process.kill(process.pid, "SIGKILL");
  };
  return {
    store: (store) => crashableStore(store, pass),
    clips: (clips) => crashableClips(clips, pass),
    api: (api) => crashableApi(api, pass),
  };
}

const same = <T>(port: T): T => port;

type Pass = (step: CrashStep | `recording-${string}` | `${string}-recorded`) => void;

function crashableStore(store: StateStore, pass: Pass): StateStore {
  const passRecord = (changes: readonly TakeChange[], name: (type: string) => Parameters<Pass>[0]): void => {
    for (const { event } of changes) pass(name(event.type));
  };
  return {
    ...store,
    beginRun: (run) => between(pass, "opening-run", () => store.beginRun(run), "run-opened"),
    syncShots: (...words) => between(pass, "syncing-shots", () => store.syncShots(...words), "shots-synced"),
    commitIntent: (...words) =>
      between(pass, "committing-intent", () => store.commitIntent(...words), "intent-committed"),
    async record(epoch, changes) {
      passRecord(changes, (type) => `recording-${type}`);
      await store.record(epoch, changes);
      passRecord(changes, (type) => `${type}-recorded`);
    },
    close: () => between(pass, "closing", () => store.close(), "closed"),
  };
}

function crashableApi(api: GenerationApi, pass: Pass): GenerationApi {
  const { list } = api;
  return {
    ...api,
    async openCreate(signal) {
      const open = await api.openCreate(signal);
      pass("connected");
      return open.kind === "open"
        ? { ...open, connection: crashableConnection(open.connection, pass) }
        : open;
    },
    look: (...words) => between(pass, "looking", () => api.look(...words), "looked"),
    ...(list === undefined
      ? {}
      : { list: (...words) => between(pass, "listing", () => list(...words), "listed") }),
  };
}

/** Two turns of the event loop give the socket time to take the bytes, but an answer none to come back. */
function crashableConnection(connection: CreateConnection, pass: Pass): CreateConnection {
  return {
    async send(request, options) {
      const answer = connection.send(request, options);
      setImmediate(() => setImmediate(() => pass("create-leaving")));
      const outcome = await answer;
      pass("create-answered");
      return outcome;
    },
    close: () => connection.close(),
  };
}

function crashableClips(clips: ClipStore, pass: Pass): ClipStore {
  return {
    async fetch(order, signal, onBytes) {
      pass("fetching");
      const outcome = await clips.fetch(order, signal, (bytes, total) => {
        onBytes?.(bytes, total);
        pass("fetch-moving");
      });
      pass("fetched");
      return outcome;
    },
    place: (order) => between(pass, "placing", () => clips.place(order), "placed"),
    rename: (order) => between(pass, "renaming", () => clips.rename(order), "renamed"),
    health: (clip, options) => clips.health(clip, options),
  };
}

async function between<T>(
  pass: Pass,
  before: CrashStep,
  work: () => Promise<T>,
  after: CrashStep,
): Promise<T> {
  pass(before);
  const result = await work();
  pass(after);
  return result;
}
