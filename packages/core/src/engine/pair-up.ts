import type { Generation, Match } from "../ports/generation-api.ts";
import type { Take } from "../take/take.ts";

/** Which listed generations belong to creates without an answer. */
export interface Pairing {
  /** Certain: these takes get these generations. */
  readonly pairs: readonly { readonly take: Take; readonly generation: Generation }[];
  /** Takes for which a generation was listed that may be theirs, with it: they can't be called absent. */
  readonly open: ReadonlyMap<Take, Generation>;
}

/** What is paired. */
export interface PairingQuestion {
  /** Creates without a usable answer. */
  readonly doubtful: readonly Take[];
  /** Attempts that were found absent before: they are given what nobody else matches. */
  readonly givenUp: readonly Take[];
  /** Creates that are on the wire now: what may be theirs is left to them. */
  readonly sending: readonly Take[];
  /** Listed generations that no take has. */
  readonly unowned: readonly Generation[];
  readonly match: (take: Take, generation: Generation) => Match;
  /** Server time before which a take's generation cannot be made, Unix milliseconds. */
  readonly earliestMs: (take: Take) => number;
  /** Whether the list is trusted by now to show a take's generation, if there is one. */
  readonly isDue: (take: Take) => boolean;
}

/**
 * Pairs unanswered creates with generations that nobody owns: equal ones together, the oldest create with the
 * oldest generation. Requests with more fields choose first, because a match compares only the fields that were
 * sent, so that a sparse request also matches what a fuller one made.
 *
 * A generation that failed is taken last, and only once the list can be trusted: another program's failed one may
 * equal a create whose own generation is still on its way to the list, and a failure is what is bought again.
 */
export function pairUp(question: PairingQuestion): Pairing {
  const { doubtful, givenUp, sending, match, earliestMs } = question;
  const oldestFirst = [...question.unowned].sort(
    (a, b) =>
      Number(a.state === "failed") - Number(b.state === "failed") ||
      (a.createdAtMs ?? 0) - (b.createdAtMs ?? 0),
  );
  const free = new Set(oldestFirst);
  const pairs: { take: Take; generation: Generation }[] = [];
  const open = new Map<Take, Generation>();
  const early = (take: Take, generation: Generation): boolean =>
    generation.createdAtMs !== undefined && generation.createdAtMs < earliestMs(take);
  for (const take of [...byChoice(doubtful), ...byChoice(givenUp)]) {
    for (const generation of free) {
      const fits = early(take, generation) ? "no" : match(take, generation);
      if (fits === "no") continue;
      const contested = sending.some(
        (other) => !early(other, generation) && match(other, generation) !== "no",
      );
      const hasty = generation.state === "failed" && !question.isDue(take);
      if (fits === "maybe" || contested || hasty) {
        open.set(take, generation);
        continue;
      }
      free.delete(generation);
      open.delete(take);
      pairs.push({ take, generation });
      break;
    }
  }
  return { pairs, open };
}

function byChoice(takes: readonly Take[]): Take[] {
  const fields = (take: Take): number => Object.keys(take.request.body).length;
  return [...takes].sort(
    (a, b) => fields(b) - fields(a) || a.intentAtMs - b.intentAtMs || a.number - b.number,
  );
}
