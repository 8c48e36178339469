import { type Account, type Dialect, formatUsd } from "@shotlist/core";
import type { Credentials, FoundKey } from "../keys.ts";
import { apiTitle, keyVariable } from "../keys.ts";
import { type OpenApi, openApis } from "../open-apis.ts";
import { type Diagnosis, finding, fine, fromError } from "./diagnosis.ts";

/** Beyond this a clock is wrong rather than late by a request's way. */
const MOST_SKEW_MS = 60_000;

/** One API to look at. */
export interface ApiExamination {
  readonly dialect: Dialect;
  /** Undefined where there is none, or where none is needed. */
  readonly key: FoundKey | undefined;
  readonly simulated: boolean;
  /** Whether the manifest cannot do without it; a key that nobody needs stands in nobody's way. */
  readonly isNeeded: boolean;
  readonly credentialsOf: (dialect: Dialect) => Credentials;
  readonly requestTimeoutMs: number;
  /** What is to be bought there, in USD × 10⁴, as far as prices are known. */
  readonly toBuyUsdE4: number;
  /** The account of this API that the state belongs to, once it has had a run. */
  readonly boundTo?: Account | undefined;
  readonly nowMs: () => number;
}

/** Looks at one API: its key, whether it is taken, the clock, and what the account has left. Buys nothing. */
export async function examineApi(
  examination: ApiExamination,
  signal: AbortSignal,
): Promise<readonly Diagnosis[]> {
  const { dialect, key, simulated, isNeeded, credentialsOf, requestTimeoutMs } = examination;
  const level = isNeeded ? "problem" : "warning";
  const found = simulated
    ? [fine("key", `${apiTitle(dialect)}: simulated, no key is needed`)]
    : aboutKey(dialect, key);
  try {
    const opened = openApis({ dialects: [dialect], credentialsOf, requestTimeoutMs, simulated });
    try {
      const api = opened.apis.get(dialect);
      if (api === undefined) return found;
      const bound = aboutAccount(api.account, examination, level);
      return [...found, ...bound, ...(await ask(api, examination, level, signal))];
    } finally {
      await opened.close();
    }
  } catch (error) {
    return [...found, fromError("key", error, level)];
  }
}

/** A key is told by where it is and how it begins, never by itself. */
function aboutKey(dialect: Dialect, key: FoundKey | undefined): readonly Diagnosis[] {
  if (key === undefined) return [];
  const { variable, place, looksLike } = key;
  const where = `${variable} in ${place === ".env" ? "the .env beside the manifest" : "the environment"}`;
  if (looksLike === undefined || looksLike === dialect) {
    return [fine("key", `${apiTitle(dialect)}: a key is in ${where}`)];
  }
  return [
    finding(
      "warning",
      "key",
      "key-misplaced",
      `${apiTitle(dialect)}: the key in ${where} begins like one of ${apiTitle(looksLike)}`,
      `Keys of ${apiTitle(looksLike)} belong in ${keyVariable(looksLike)}.`,
    ),
  ];
}

/** A state belongs to one account of each API; a run with another one's key would be refused. */
function aboutAccount(
  own: Account,
  { dialect, boundTo }: ApiExamination,
  level: "warning" | "problem",
): readonly Diagnosis[] {
  if (boundTo === undefined) return [];
  if (boundTo.keyHash === own.keyHash && boundTo.origin === own.origin) return [];
  const where = boundTo.origin === own.origin ? "with another key" : `at ${boundTo.origin}`;
  return [
    finding(
      level,
      "key",
      "state-other-account",
      `${apiTitle(dialect)}: the state belongs to an account ${where}`,
      "Set that key again, or, for a new key of the same account: shotlist state rebind MANIFEST.",
    ),
  ];
}

async function ask(
  api: OpenApi,
  { dialect, nowMs, toBuyUsdE4, isNeeded }: ApiExamination,
  level: "warning" | "problem",
  signal: AbortSignal,
): Promise<readonly Diagnosis[]> {
  const title = apiTitle(dialect);
  const askedMs = nowMs();
  const outcome = await api.checkAccess(signal);
  const meanMs = (askedMs + nowMs()) / 2;
  switch (outcome.kind) {
    case "usable": {
      const usable = fine("access", `${title}: reached, and it takes the key`);
      const clock = aboutClock(title, outcome.serverTimeMs, meanMs);
      return [usable, ...clock, ...(await aboutBalance(api, title, isNeeded ? toBuyUsdE4 : 0, signal))];
    }
    case "refused":
      return [
        finding(
          level,
          "access",
          "key-refused",
          `${title}: ${outcome.failure.message}`,
          `Check ${keyVariable(dialect)}, and that the account is in order.`,
        ),
      ];
    case "throttled":
      return [
        finding(
          "warning",
          "access",
          "api-throttled",
          `${title}: ${outcome.throttle.message}`,
          "Ask again in a minute.",
        ),
      ];
    case "unreachable":
      return [
        finding(
          level,
          "access",
          "api-unreachable",
          `${title}: ${outcome.reason}`,
          "Check the network, a proxy in between, and the base URL.",
        ),
      ];
  }
}

function aboutClock(title: string, serverTimeMs: number | undefined, ownMs: number): readonly Diagnosis[] {
  if (serverTimeMs === undefined) return [];
  const skewMs = ownMs - serverTimeMs;
  const seconds = Math.round(Math.abs(skewMs) / 1_000);
  // The API tells whole seconds.
  if (seconds <= 2) return [fine("clock", `${title}: the clocks agree`)];
  const words = `${title}: this machine's clock is ${seconds} s ${skewMs > 0 ? "ahead of" : "behind"} the API's`;
  if (Math.abs(skewMs) <= MOST_SKEW_MS) return [fine("clock", words)];
  return [finding("warning", "clock", "clock-skew", words, "Let the system set its clock by the network.")];
}

async function aboutBalance(
  api: OpenApi,
  title: string,
  toBuyUsdE4: number,
  signal: AbortSignal,
): Promise<readonly Diagnosis[]> {
  if (api.balance === undefined) return [];
  const balanceUsdE4 = await api.balance(signal);
  if (balanceUsdE4 === undefined) {
    return [
      finding(
        "warning",
        "balance",
        "balance-unknown",
        `${title}: the balance was not told`,
        "Ask again later.",
      ),
    ];
  }
  const words = `${title}: ${formatUsd(balanceUsdE4)} left`;
  if (toBuyUsdE4 === 0) return [fine("balance", words)];
  const both = `${words}, ${formatUsd(toBuyUsdE4)} to buy`;
  if (balanceUsdE4 >= toBuyUsdE4) return [fine("balance", both)];
  return [
    finding(
      "problem",
      "balance",
      "balance-short",
      both,
      "Add funds, or bound the run with --max-spend or --sample.",
    ),
  ];
}
