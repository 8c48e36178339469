import type { IntentOutcome, Walls } from "../ports/state-store.ts";
import type { Take } from "../take/take.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import { accountKey, growSerial, insertTake, readHead, type StateHead } from "./write-takes.ts";

/**
 * Writes an intent, or says why it must not be written; call it inside a writing transaction. The twin comes
 * before the walls, because it is answered by settling a take, whatever the money says.
 */
export function commitIntent(connection: SqliteConnection, take: Take, walls: Walls): IntentOutcome {
  const head = readHead(connection);
  if (head.epoch !== take.epoch) return { kind: "superseded" };
  const refusal = findTwin(connection, take) ?? checkWalls(connection, head, take, walls);
  if (refusal !== undefined) return refusal;
  insertTake(connection, take, { type: "intended", atMs: take.intentAtMs, take });
  growSerial(connection);
  return { kind: "committed" };
}

const SELECT_TWIN = `
SELECT shot_id, number FROM takes
WHERE request_hash = ? AND account = ? AND state IN ('sending', 'unconfirmed')
ORDER BY take_id LIMIT 1`;

function findTwin(connection: SqliteConnection, take: Take): IntentOutcome | undefined {
  const row = connection.get(SELECT_TWIN, take.requestHash, accountKey(take));
  if (row === undefined) return undefined;
  return {
    kind: "twin-unanswered",
    twin: { shotId: String(row["shot_id"]), number: Number(row["number"]) },
  };
}

function checkWalls(
  connection: SqliteConnection,
  head: StateHead,
  take: Take,
  walls: Walls,
): IntentOutcome | undefined {
  const { maxSpendUsdE4, maxRunSpendUsdE4 } = walls;
  if (maxSpendUsdE4 === undefined && maxRunSpendUsdE4 === undefined) return undefined;
  if (take.priceUsdE4 === null) return { kind: "unknown-price" };
  if (maxSpendUsdE4 !== undefined && head.committedUsdE4 + take.priceUsdE4 > maxSpendUsdE4) {
    return {
      kind: "over-budget",
      wall: "state",
      committedUsdE4: head.committedUsdE4,
      wallUsdE4: maxSpendUsdE4,
    };
  }
  if (maxRunSpendUsdE4 === undefined) return undefined;
  const run = connection.get("SELECT committed_usd_e4 FROM runs WHERE epoch = ?", take.epoch);
  const committedUsdE4 = Number(run?.["committed_usd_e4"] ?? 0);
  if (committedUsdE4 + take.priceUsdE4 <= maxRunSpendUsdE4) return undefined;
  return { kind: "over-budget", wall: "run", committedUsdE4, wallUsdE4: maxRunSpendUsdE4 };
}
