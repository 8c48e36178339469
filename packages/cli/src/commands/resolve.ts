import { readFile } from "node:fs/promises";
import { resolve as resolvePath } from "node:path";
import {
  type Dialect,
  type GenerationApi,
  isUnanswered,
  ShotlistError,
  type StateSnapshot,
  settleByHand,
  type Take,
  waitsForPerson,
} from "@shotlist/core";
import { type SqliteStateStore, stateHolder, systemClock } from "@shotlist/core/local";
import { canList } from "../can-list.ts";
import { changeState } from "../change-state.ts";
import { EXIT } from "../exit-code.ts";
import { type FoundState, findState } from "../find-state.ts";
import type { CommonFlags } from "../flags.ts";
import type { Io } from "../io.ts";
import { printRecord } from "../print-record.ts";
import { CLOCK_SLACK_MS, checkGeneration } from "../resolve/check-generation.ts";
import { chooseTakes, type SettledTake, unsettledTakes } from "../resolve/choose-takes.ts";
import {
  type AnswerFlags,
  answerOf,
  badResolution,
  type ResolveOrder,
  readOrders,
} from "../resolve/order.ts";
import { withApis } from "../run-session.ts";
import { readSnapshot } from "../standing.ts";

/** What `shotlist resolve` takes beside the common options. */
export interface ResolveFlags extends CommonFlags, AnswerFlags {
  readonly from?: string;
  readonly all?: boolean;
  readonly force?: boolean;
}

/** How long the API may take to answer for all ids that are given by hand. */
const CHECK_TIMEOUT_MS = 60_000;

/**
 * Settles takes by a person's word; without an answer, says which takes wait for one. An id that is given is
 * looked up first. All answers of one call are carried out, or none.
 *
 * @returns 6 when creates are unconfirmed still, else 0.
 */
export async function resolve(
  io: Io,
  file: string,
  shotIds: readonly string[],
  flags: ResolveFlags,
): Promise<number> {
  const state = await findState(io, file, flags);
  if (state === undefined) return EXIT.usage;
  const orders = await ordersOf(io, shotIds, flags);
  if (orders === undefined) {
    const snapshot = await readSnapshot(state.paths.state, state.name);
    const only = new Set(shotIds);
    // While a run is at work, a create without an answer is only one that is on its way.
    const isBusy = (await stateHolder(state.paths.state)) !== undefined;
    const isMeant = (take: Take): boolean =>
      (only.size === 0 || only.has(take.shotId)) && !(isBusy && take.state === "sending");
    return showOpen(io, flags, snapshot, isMeant);
  }
  const command = `shotlist resolve ${file}`;
  return changeState({ file: state.paths.state, name: state.name, command }, async (store) => {
    const { takes } = await store.read();
    const settled =
      orders === "all"
        ? unsettledTakes(takes, canList).map((take) => ({ take, answer: { kind: "not-created" } as const }))
        : chooseTakes(orders, takes);
    await settle(io, state, flags, store, settled);
    const after = await store.read();
    report(io, flags, settled, after);
    return after.takes.some(isUnanswered) ? EXIT.unconfirmed : EXIT.ok;
  });
}

async function ordersOf(
  io: Io,
  shotIds: readonly string[],
  flags: ResolveFlags,
): Promise<readonly ResolveOrder[] | "all" | undefined> {
  const answer = answerOf(flags);
  const { from, all, take } = flags;
  if (from !== undefined) {
    if (answer !== undefined || all === true || shotIds.length > 0 || take !== undefined) {
      throw badResolution("--from FILE gives every answer; it goes with no shots and no other answers.");
    }
    return readOrders(await readAnswers(io, from), from);
  }
  if (all === true) {
    if (answer?.kind !== "not-created" || shotIds.length > 0) {
      throw badResolution("--all goes with --not-created and names no shots.");
    }
    return "all";
  }
  if (answer === undefined) return undefined;
  if (shotIds.length === 0) throw badResolution("Name the shots that this is the answer for.");
  if (shotIds.length > 1 && (answer.kind === "created" || take !== undefined)) {
    throw badResolution("An id, and --take, belong to one shot; for many use --from FILE.");
  }
  return shotIds.map((shotId) => ({ shotId, answer, ...(take === undefined ? {} : { take }) }));
}

async function readAnswers(io: Io, file: string): Promise<string> {
  try {
    return await readFile(resolvePath(io.cwd, file), "utf8");
  } catch (error) {
    throw badResolution(
      `"${file}" cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown fault"}).`,
    );
  }
}

async function settle(
  io: Io,
  state: FoundState,
  flags: ResolveFlags,
  store: SqliteStateStore,
  settled: readonly SettledTake[],
): Promise<void> {
  if (settled.length === 0) return;
  const { takes } = await store.read();
  const created = settled.filter(({ answer }) => answer.kind === "created");
  const accounts =
    created.length === 0
      ? []
      : await withApis({ io, flags, paths: state.paths, dialects: dialectsOf(created) }, 30_000, (apis) =>
          checkAll(apis, created, flags),
        );
  const atMs = systemClock.nowMs();
  // The answers must fit before the state gives out an epoch, and the account must be the state's own.
  const changes = settled.flatMap(({ take, answer }) =>
    settleByHand(take, answer, { atMs, siblings: takes.filter(({ shotId }) => shotId === take.shotId) }),
  );
  const epoch = await store.beginRun({ accounts, atMs });
  await store.record(epoch, changes);
}

/** Looks every given id up; gives the accounts that answered. */
async function checkAll(
  apis: ReadonlyMap<Dialect, GenerationApi>,
  created: readonly SettledTake[],
  flags: ResolveFlags,
): Promise<readonly GenerationApi["account"][]> {
  const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS);
  const used = new Set<GenerationApi>();
  for (const { take, answer } of created) {
    if (answer.kind !== "created") continue;
    const api = apis.get(take.account.dialect);
    if (api === undefined) throw noApi(take);
    used.add(api);
    await checkGeneration({
      api,
      generationId: answer.generationId,
      request: take.request,
      earliestMs: take.intentAtMs + take.clockOffsetMs - CLOCK_SLACK_MS,
      force: flags.force === true,
      signal,
    });
  }
  return [...used].map(({ account }) => account);
}

function dialectsOf(settled: readonly SettledTake[]): ReadonlySet<Dialect> {
  return new Set(settled.map(({ take }) => take.account.dialect));
}

function noApi(take: Take): ShotlistError {
  return new ShotlistError("no-api-key", `There is no key for the ${take.account.dialect} API.`, {
    hint: "An id is looked up before it is taken: set that API's key in the environment.",
    standing: "Nothing was changed.",
  });
}

function report(
  io: Io,
  flags: ResolveFlags,
  settled: readonly SettledTake[],
  { takes }: StateSnapshot,
): void {
  const open = takes.filter(isUnanswered).length;
  const now = new Map(takes.map((take) => [`${take.shotId}/${take.number}`, take]));
  for (const { take, answer } of settled) {
    const after = now.get(`${take.shotId}/${take.number}`) ?? take;
    if (flags.json === true) {
      const { shotId, number, state, generationId, paidTwiceOf } = after;
      printRecord(io, {
        type: "resolved",
        shotId,
        take: number,
        answer: answer.kind,
        state,
        generationId,
        paidTwiceOf,
      });
    } else if (flags.quiet !== true)
      io.stdout.write(`${take.shotId}, take ${take.number}: ${wordsOf(answer, after)}\n`);
  }
  if (flags.json === true)
    printRecord(io, { type: "resolve-summary", resolved: settled.length, unconfirmed: open });
  else {
    const rest = open === 0 ? "" : ` ${open} ${open === 1 ? "take is" : "takes are"} unconfirmed still.`;
    io.stdout.write(`Settled ${settled.length} ${settled.length === 1 ? "take" : "takes"}.${rest}\n`);
  }
}

function wordsOf(answer: SettledTake["answer"], after: Take): string {
  if (answer.kind === "not-created") return "not created; the next run may send it again";
  if (answer.kind === "abandoned") return "given up; what was paid for it stays spent";
  const twice =
    after.paidTwiceOf === undefined ? "" : `; take ${after.paidTwiceOf} was sent in its place: paid twice`;
  return `generation ${answer.generationId} is its own; the next run watches it and fetches its clip${twice}`;
}

function showOpen(
  io: Io,
  flags: ResolveFlags,
  { takes }: StateSnapshot,
  isMeant: (take: Take) => boolean,
): number {
  const open = takes.filter((take) => waitsForPerson(take) && isMeant(take));
  for (const take of open) {
    const { shotId, number, state, intentAtMs, priceUsdE4, request, requestId } = take;
    const command = commandFor(take);
    if (flags.json === true) {
      printRecord(io, {
        type: "open-take",
        shotId,
        take: number,
        state,
        intentAtMs,
        priceUsdE4,
        requestId,
        request,
        command,
      });
    } else {
      const sentAt = new Date(intentAtMs).toISOString();
      io.stdout.write(
        `${shotId}, take ${number}: ${reasonOf(take)} (sent ${sentAt}, X-Request-Id ${requestId})\n  ${command}\n`,
      );
    }
  }
  const unconfirmed = open.filter(isUnanswered).length;
  if (flags.json === true) printRecord(io, { type: "resolve-summary", resolved: 0, unconfirmed });
  else if (open.length === 0) io.stdout.write("No take waits for you.\n");
  return unconfirmed > 0 ? EXIT.unconfirmed : EXIT.ok;
}

function reasonOf(take: Take): string {
  if (take.state === "missing") return "the API knows its generation no more";
  if (take.state === "overdue") return "the API has not finished it in time";
  if (take.neverResend === true) return "the API said yes, but its answer could not be read";
  return "its create had no answer";
}

function commandFor({ state, shotId, account }: Take): string {
  const start = `shotlist resolve MANIFEST ${shotId}`;
  if (state === "missing" || state === "overdue") return `${start} --abandon`;
  const byItself = canList(account.dialect) ? "shotlist run MANIFEST, or " : "";
  return `${byItself}${start} --created ID, or --not-created when the account shows no such generation`;
}
