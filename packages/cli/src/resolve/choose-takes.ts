import {
  type Dialect,
  fitsByHand,
  type HandAnswer,
  isUnanswered,
  ShotlistError,
  type Take,
  waitsForPerson,
} from "@shotlist/core";
import { badResolution, type ResolveOrder } from "./order.ts";

/** A take with the answer that it is given. */
export interface SettledTake {
  readonly take: Take;
  readonly answer: HandAnswer;
}

/**
 * Finds the take that each answer is about. Each take gets one answer, and each generation one take.
 *
 * @throws ShotlistError `shot-not-found`, `take-not-found`, `take-settled`, `bad-resolution`
 */
export function chooseTakes(orders: readonly ResolveOrder[], takes: readonly Take[]): readonly SettledTake[] {
  const chosen = new Set<Take>();
  const ids = new Set<string>();
  return orders.map((order) => {
    const take = chooseTake(order, takes);
    const where = order.line === undefined ? "" : `line ${order.line}: `;
    if (chosen.has(take)) {
      throw badResolution(`${where}take ${take.number} of ${take.shotId} is answered twice.`);
    }
    chosen.add(take);
    if (order.answer.kind === "created") {
      const { generationId } = order.answer;
      if (ids.has(generationId)) throw badResolution(`${where}generation ${generationId} is given twice.`);
      ids.add(generationId);
    }
    return { take, answer: order.answer };
  });
}

/** Every take whose create has no answer, and that no list can settle. */
export function unsettledTakes(
  takes: readonly Take[],
  canList: (dialect: Dialect) => boolean,
): readonly Take[] {
  return takes.filter(
    (take) => isUnanswered(take) && (!canList(take.account.dialect) || take.neverResend === true),
  );
}

function chooseTake({ shotId, take: number, answer }: ResolveOrder, all: readonly Take[]): Take {
  const takes = all.filter((take) => take.shotId === shotId);
  if (takes.length === 0) throw noShot(shotId, all);
  if (number !== undefined) {
    const take = takes.find((candidate) => candidate.number === number);
    if (take === undefined) throw noTake(shotId, number, takes);
    return take;
  }
  const fitting = takes.filter((take) => fitsByHand(take, answer.kind));
  const waiting = fitting.filter(waitsForPerson);
  const [only, second] = waiting.length > 0 ? waiting : fitting;
  // What runs well is not given up unless its number is said.
  if (only === undefined || (answer.kind === "abandoned" && waiting.length === 0)) {
    throw nothingToSettle(shotId, takes);
  }
  if (second !== undefined) {
    const numbers = (waiting.length > 0 ? waiting : fitting).map((take) => take.number).join(", ");
    throw badResolution(
      `Shot ${shotId} has several takes that this could mean (${numbers}): name one with --take N.`,
    );
  }
  return only;
}

function noShot(shotId: string, all: readonly Take[]): ShotlistError {
  const open = [...new Set(all.filter(waitsForPerson).map((take) => take.shotId))];
  const hint =
    open.length === 0
      ? "No take of this state waits for you."
      : `These wait for you: ${open.slice(0, 8).join(", ")}${open.length > 8 ? ", …" : ""}.`;
  return new ShotlistError("shot-not-found", `The state knows no shot "${shotId}".`, {
    hint,
    standing: "Nothing was changed.",
  });
}

function noTake(shotId: string, number: number, takes: readonly Take[]): ShotlistError {
  return new ShotlistError("take-not-found", `Shot ${shotId} has no take ${number}.`, {
    hint: `It has ${takes.map((take) => `take ${take.number} (${take.state})`).join(", ")}.`,
    standing: "Nothing was changed.",
  });
}

function nothingToSettle(shotId: string, takes: readonly Take[]): ShotlistError {
  return new ShotlistError("take-settled", `No take of shot ${shotId} waits for this answer.`, {
    hint: `It has ${takes.map((take) => `take ${take.number} (${take.state})`).join(", ")}.`,
    standing: "Nothing was changed.",
  });
}
