import type { ShotState } from "@shotlist/core/read-model";

/** SGR codes (ECMA-48) of the colours that states have in a terminal; done is quiet. */
const codes: Readonly<Record<ShotState, number>> = {
  done: 32,
  waiting: 2,
  running: 36,
  downloading: 36,
  failed: 31,
  unconfirmed: 33,
  blocked: 33,
  removed: 2,
};

/** A state's words in its colour. */
export function paintState(text: string, state: ShotState): string {
  return `\u001b[${codes[state]}m${text}\u001b[0m`;
}
