import { join } from "node:path";
import type { Account, AccountShare } from "@shotlist/core";
import { openAccountShare } from "@shotlist/core/local";
import type { Io } from "./io.ts";

/** The accounts of a run, shared with whatever else runs on this machine for the same user. */
export interface SharedAccounts {
  readonly shareOf: (account: Account) => AccountShare | undefined;
  close(): void;
}

/** A slot that another run has given free is noticed after half of this on average: little of any generation. */
const POLL_MS = 100;
const LEAST_POLL_MS = 5;

/**
 * Opens accounts as a run asks for them. A simulated Luma belongs to its run alone, and nothing is shared; nor is
 * it where the environment names no home.
 *
 * @param options.speed - how many times as fast as life the APIs are.
 * @param options.warn - told once an account, when it cannot be shared.
 */
export function sharedAccounts(
  env: Io["env"],
  options: { readonly simulated: boolean; readonly speed: number; readonly warn: (words: string) => void },
): SharedAccounts {
  const folder = options.simulated ? undefined : shareFolder(env);
  const opened: { close(): void }[] = [];
  return {
    shareOf: (account) => {
      if (folder === undefined) return undefined;
      const pollMs = Math.max(LEAST_POLL_MS, POLL_MS / options.speed);
      const share = openAccountShare({ folder, account, pollMs, onTrouble: options.warn });
      opened.push(share);
      return share;
    },
    close: () => {
      for (const share of opened) share.close();
    },
  };
}

/** Where programs keep what only this machine needs: the XDG base directories, and what other systems have instead. */
function shareFolder(env: Io["env"]): string | undefined {
  const { XDG_STATE_HOME: state = "", HOME: home = "", LOCALAPPDATA: local = "" } = env;
  if (state !== "") return join(state, "shotlist");
  if (local !== "") return join(local, "shotlist");
  return home === "" ? undefined : join(home, ".local", "state", "shotlist");
}
