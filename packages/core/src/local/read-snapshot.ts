import type { JsonObject } from "@shotlist/manifest";
import type {
  BegunPlan,
  ForgottenTake,
  KnownShot,
  RetakeWish,
  ServiceTime,
  StateInfo,
  StateSnapshot,
  Verdict,
} from "../ports/state-store.ts";
import type { Account, Take } from "../take/take.ts";
import { schemaVersion } from "./migrations.ts";
import { parseStored } from "./parse-stored.ts";
import type { Row, SqliteConnection } from "./sqlite-connection.ts";
import { damaged } from "./sqlite-error.ts";
import { readUploads } from "./uploads.ts";

/**
 * Reads everything as of one moment: takes in the order of their intents, shots in the manifest's order,
 * the rest oldest first. Fails with `state-damaged` when stored JSON cannot be read.
 */
export function readSnapshot(connection: SqliteConnection): StateSnapshot {
  return connection.reading(() => {
    const takes = readTakes(connection);
    return { ...readAllButTakes(connection), takes, knownShots: readShots(connection, takes) };
  });
}

/** Everything but what there may be a hundred thousand of. Call it inside a transaction. */
export function readAllButTakes(connection: SqliteConnection): Omit<StateSnapshot, "takes" | "knownShots"> {
  return {
    info: readInfo(connection),
    verdicts: connection.all(SELECT_VERDICTS).map(toVerdict),
    serviceTimes: connection
      .all("SELECT key, ms, at_ms FROM service_times ORDER BY time_id")
      .map(toServiceTime),
    ...readForgottenAndPlans(connection),
    uploads: readUploads(connection),
    retakes: schemaVersion(connection) < 3 ? [] : connection.all(SELECT_RETAKES).map(toRetakeWish),
  };
}

const SELECT_VERDICTS = `
SELECT shot_id, number, verdict, note, sha256, at_ms FROM verdicts JOIN takes USING (take_id)
ORDER BY take_id`;

const SELECT_RETAKES = `
SELECT shot_id, number, sha256, prompt, at_ms FROM retakes JOIN takes USING (take_id)
ORDER BY take_id`;

/** Which state this is. Fails with `state-damaged`. */
export function readInfo(connection: SqliteConnection): StateInfo {
  const row = connection.get("SELECT name, lineage, serial FROM state");
  if (row === undefined) throw damaged(connection.file, "its first record is missing");
  return {
    name: String(row["name"]),
    lineage: String(row["lineage"]),
    serial: Number(row["serial"]),
    schemaVersion: schemaVersion(connection),
    accounts: connection
      .all("SELECT dialect, origin, key_hash FROM accounts ORDER BY dialect")
      .map(toAccount),
  };
}

function readTakes(connection: SqliteConnection): readonly Take[] {
  const toTake = takeReader(connection);
  const takes: Take[] = [];
  for (const row of connection.each("SELECT body, account FROM takes ORDER BY take_id")) {
    takes.push(toTake(row));
  }
  return takes;
}

/**
 * Turns rows with `body` and `account` into takes. All takes of an account share it, so that a large state takes
 * less memory. Fails with `state-damaged`.
 */
export function takeReader(connection: SqliteConnection): (row: Row) => Take {
  const accounts = new Map<string, Account>();
  return (row) => {
    const take = parseStored<Take>(connection, row["body"]);
    const key = String(row["account"]);
    const account = accounts.get(key);
    if (account === undefined) accounts.set(key, take.account);
    return account === undefined ? take : Object.assign(take, { account });
  };
}

/** Of equal fingerprints what is wanted is equal too, so a take's is taken where there is one. */
function readShots(connection: SqliteConnection, takes: readonly Take[]): readonly KnownShot[] {
  const made = new Map(takes.map((take) => [take.fingerprint, take]));
  const shots: KnownShot[] = [];
  const rows = connection.each("SELECT id, fingerprint, position, wanted FROM shots ORDER BY position, id");
  for (const row of rows) {
    const take = made.get(String(row["fingerprint"]));
    shots.push({
      id: String(row["id"]),
      fingerprint: take?.fingerprint ?? String(row["fingerprint"]),
      wanted: take?.wanted ?? parseStored<JsonObject>(connection, row["wanted"]),
      position: Number(row["position"]),
    });
  }
  return shots;
}

/** A reader does not migrate, so an older file has neither table. */
function readForgottenAndPlans(connection: SqliteConnection): Pick<StateSnapshot, "forgotten" | "plans"> {
  if (schemaVersion(connection) < 2) return { forgotten: [], plans: [] };
  return {
    forgotten: connection.all("SELECT * FROM forgotten ORDER BY at_ms, shot_id, number").map(toForgotten),
    plans: connection.all("SELECT * FROM saved_plans ORDER BY begun_at_ms, plan_id").map(toPlan),
  };
}

function toForgotten(row: Row): ForgottenTake {
  const generationId = row["generation_id"];
  return {
    shotId: String(row["shot_id"]),
    number: Number(row["number"]),
    ...(generationId === null ? {} : { generationId: String(generationId) }),
    committedUsdE4: Number(row["committed_usd_e4"]),
    atMs: Number(row["at_ms"]),
  };
}

function toPlan(row: Row): BegunPlan {
  const finishedAtMs = row["finished_at_ms"];
  return {
    id: String(row["plan_id"]),
    begunAtMs: Number(row["begun_at_ms"]),
    ...(finishedAtMs === null ? {} : { finishedAtMs: Number(finishedAtMs) }),
  };
}

function toAccount(row: Row): Account {
  return {
    dialect: row["dialect"] as Account["dialect"],
    origin: String(row["origin"]),
    keyHash: String(row["key_hash"]),
  };
}

function toVerdict(row: Row): Verdict {
  return {
    shotId: String(row["shot_id"]),
    number: Number(row["number"]),
    verdict: row["verdict"] as Verdict["verdict"],
    note: String(row["note"]),
    sha256: String(row["sha256"]),
    atMs: Number(row["at_ms"]),
  };
}

function toRetakeWish(row: Row): RetakeWish {
  return {
    shotId: String(row["shot_id"]),
    number: Number(row["number"]),
    sha256: String(row["sha256"]),
    atMs: Number(row["at_ms"]),
    ...(row["prompt"] === null ? {} : { prompt: String(row["prompt"]) }),
  };
}

function toServiceTime(row: Row): ServiceTime {
  return { key: String(row["key"]), ms: Number(row["ms"]), atMs: Number(row["at_ms"]) };
}
