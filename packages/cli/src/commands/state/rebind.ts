import { type Account, type GenerationApi, ShotlistError, type StateSnapshot } from "@shotlist/core";
import { type SqliteStateStore, systemClock } from "@shotlist/core/local";
import { changeState } from "../../change-state.ts";
import { EXIT } from "../../exit-code.ts";
import { findState } from "../../find-state.ts";
import type { CommonFlags } from "../../flags.ts";
import type { Io } from "../../io.ts";
import { printRecord } from "../../print-record.ts";
import { withApis } from "../../run-session.ts";

/** What `shotlist state rebind` takes beside the common options. */
export interface RebindFlags extends CommonFlags {
  readonly force?: boolean;
}

/** What became of one account. */
interface Rebinding {
  readonly account: Account;
  /** `same`: bound already; `key`: another key of the same account; `other`: another account. */
  readonly kind: "same" | "key" | "other";
}

/** Generations of the state that are asked for, newest first, before the account counts as another. */
const WITNESSES = 5;

/**
 * Binds the state to the key that is set now. When the key's account knows a generation of the state, it is the
 * same account with another key or address, and all takes are its own. Otherwise it is another account: then
 * nothing is bound without `--force`, which leaves the takes of the first account as they are.
 *
 * @throws ShotlistError `account-differs`, `generation-unchecked`, `no-api-key`, `state-locked`
 */
export async function stateRebind(io: Io, file: string, flags: RebindFlags): Promise<number> {
  const state = await findState(io, file, flags);
  if (state === undefined) return EXIT.usage;
  const command = `shotlist state rebind ${file}`;
  const outcomes = await changeState({ file: state.paths.state, name: state.name, command }, (store) =>
    withApis({ io, flags, paths: state.paths }, 30_000, (apis) =>
      rebindAll(store, [...apis.values()], flags),
    ),
  );
  for (const { account, kind } of outcomes) {
    if (flags.json === true) printRecord(io, { type: "rebound", account, kind });
    else io.stdout.write(`${account.dialect} at ${account.origin}: ${WORDS[kind]}\n`);
  }
  return EXIT.ok;
}

const WORDS: Readonly<Record<Rebinding["kind"], string>> = {
  same: "bound already.",
  key: "bound to the new key of the same account, with all its takes.",
  other: "bound to another account; takes of the first one cannot be watched with this key.",
};

async function rebindAll(
  store: SqliteStateStore,
  apis: readonly GenerationApi[],
  flags: RebindFlags,
): Promise<readonly Rebinding[]> {
  const snapshot = await store.read();
  const outcomes: Rebinding[] = [];
  for (const api of apis) {
    const bound = snapshot.info.accounts.find(({ dialect }) => dialect === api.account.dialect);
    // What was never used is bound by the first run that uses it.
    if (bound !== undefined)
      outcomes.push({ account: api.account, kind: await compare(api, bound, snapshot, flags) });
  }
  const changed = outcomes.filter(({ kind }) => kind !== "same");
  if (changed.length === 0) return outcomes;
  const atMs = systemClock.nowMs();
  const epoch = await store.beginRun({ accounts: [], atMs });
  for (const { account, kind } of changed)
    await store.rebind(epoch, account, { takes: kind === "key", atMs });
  return outcomes;
}

async function compare(
  api: GenerationApi,
  bound: Account,
  snapshot: StateSnapshot,
  { force }: RebindFlags,
): Promise<Rebinding["kind"]> {
  const { account } = api;
  if (account.origin === bound.origin && account.keyHash === bound.keyHash) return "same";
  const takes = snapshot.takes.filter(
    (take) => take.account.origin === bound.origin && take.account.keyHash === bound.keyHash,
  );
  if (takes.filter(({ account: of }) => of.dialect === account.dialect).length === 0) return "key";
  const known = takes
    .filter(({ generationId, account: of }) => generationId !== undefined && of.dialect === account.dialect)
    .toSorted((one, other) => other.intentAtMs - one.intentAtMs)
    .slice(0, WITNESSES);
  for (const { generationId = "" } of known) {
    const outcome = await api.look(generationId, AbortSignal.timeout(30_000));
    if (outcome.kind === "found") return "key";
    if (outcome.kind !== "not-found" && force !== true) throw unchecked(generationId);
  }
  if (force === true) return "other";
  throw new ShotlistError(
    "account-differs",
    `The account of this ${account.dialect} key knows none of the state's generations.`,
    {
      hint: "Use a key of the account that the state belongs to, or another state with --state FILE. --force binds it all the same.",
      standing: "Nothing was changed.",
    },
  );
}

function unchecked(generationId: string): ShotlistError {
  return new ShotlistError(
    "generation-unchecked",
    `Generation ${generationId} could not be asked for with this key.`,
    {
      hint: "Check the key, and try again when the API can be reached.",
      standing: "Nothing was changed.",
    },
  );
}
