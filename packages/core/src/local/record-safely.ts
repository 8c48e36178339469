import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { TakeChange } from "../ports/state-store.ts";
import { ShotlistError } from "../shotlist-error.ts";
import type { DiskReserve } from "./disk-reserve.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import { isDiskFull } from "./sqlite-error.ts";
import { growSerial, requireEpoch, storeTake } from "./write-takes.ts";

/**
 * Stores changes of takes in one transaction. When the disk is full and the answer of a create is among them,
 * the reserve is given up piece by piece until it fits; if it still does not, generation ids are written to the
 * temporary folder and the error names them. Fails with `state-superseded`, `generation-id-taken` or `state-disk-full`.
 */
export async function recordSafely(
  connection: SqliteConnection,
  reserve: DiskReserve,
  epoch: number,
  changes: readonly TakeChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const store = (): void => connection.writing(() => record(connection, epoch, changes));
  try {
    store();
  } catch (error) {
    // Everything else is learned again by the next run; what a create was answered is told only once.
    if (!isDiskFull(error) || !changes.some(isAnswer)) throw error;
    const paid = changes.filter((change) => change.event.type === "accepted");
    await storeAfterFreeing(store, reserve, connection.file, paid, error);
  }
}

/** Without it the next run would have to take an answered create for an unanswered one. */
function isAnswer({ event }: TakeChange): boolean {
  if (event.type === "unanswered") return event.neverResend;
  return event.type === "accepted" || event.type === "refused" || event.type === "unsent";
}

function record(connection: SqliteConnection, epoch: number, changes: readonly TakeChange[]): void {
  requireEpoch(connection, epoch);
  for (const { take, event } of changes) storeTake(connection, take, event);
  growSerial(connection);
}

async function storeAfterFreeing(
  store: () => void,
  reserve: DiskReserve,
  file: string,
  paid: readonly TakeChange[],
  firstError: unknown,
): Promise<void> {
  let lastError = firstError;
  while (await reserve.free()) {
    try {
      store();
      return;
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      lastError = error;
    }
  }
  throw paid.length === 0 ? lastError : await saveElsewhere(file, paid, lastError);
}

async function saveElsewhere(
  file: string,
  paid: readonly TakeChange[],
  cause: unknown,
): Promise<ShotlistError> {
  const ids = paid.map(
    ({ take }) => `${take.generationId ?? "?"} (shot ${take.shotId}, take ${take.number})`,
  );
  const copy = await writeCopy(file, paid).catch(() => undefined);
  return new ShotlistError(
    "state-disk-full",
    `No space is left on the disk of the state ${file}. Not stored: ${ids.join(", ")}.`,
    {
      hint: "Free some space on that disk, then run the same command again.",
      standing:
        copy === undefined
          ? "These generations are paid; keep their ids from this message."
          : `These generations are paid; their ids are kept in ${copy}.`,
      cause,
    },
  );
}

async function writeCopy(file: string, paid: readonly TakeChange[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "shotlist-unsaved-"));
  const copy = join(folder, `${basename(file)}.ids.json`);
  const content = paid.map(({ take, event }) => ({
    shotId: take.shotId,
    number: take.number,
    generationId: take.generationId,
    requestId: take.requestId,
    event,
  }));
  await writeFile(copy, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flush: true });
  return copy;
}
