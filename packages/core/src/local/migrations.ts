import { ShotlistError } from "../shotlist-error.ts";
import { INDEX_DONE_TAKES } from "./done-takes.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import { damaged } from "./sqlite-error.ts";

/** Marks an SQLite file as a state of shotlist: "Shot" in ASCII, in the file's header. */
const APPLICATION_ID = 0x53686f74;

/**
 * A take is stored whole as JSON in `body`; the columns beside it are what rules and look-ups need.
 * Events hang on a take's row, not on its name, so that a renamed shot keeps its history untouched.
 * `committed_usd_e4` is what a take holds or has spent; its sums over the state and over each run are
 * kept beside it, so that no wall needs a scan.
 */
const FIRST_SCHEMA = `
CREATE TABLE state (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  name TEXT NOT NULL,
  lineage TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  serial INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  committed_usd_e4 INTEGER NOT NULL
) STRICT;
CREATE TABLE runs (
  epoch INTEGER PRIMARY KEY,
  begun_at_ms INTEGER NOT NULL,
  committed_usd_e4 INTEGER NOT NULL
) STRICT;
CREATE TABLE accounts (
  dialect TEXT PRIMARY KEY,
  origin TEXT NOT NULL,
  key_hash TEXT NOT NULL,
  bound_at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE takes (
  take_id INTEGER PRIMARY KEY,
  shot_id TEXT NOT NULL,
  number INTEGER NOT NULL CHECK (number >= 1),
  state TEXT NOT NULL,
  generation_id TEXT UNIQUE,
  request_hash TEXT NOT NULL,
  account TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  committed_usd_e4 INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (shot_id, number)
) STRICT;
CREATE INDEX unanswered_takes ON takes (request_hash, account) WHERE state IN ('sending', 'unconfirmed');
CREATE TABLE events (
  event_id INTEGER PRIMARY KEY,
  take_id INTEGER NOT NULL REFERENCES takes (take_id) ON DELETE CASCADE,
  type TEXT NOT NULL,
  at_ms REAL NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX events_of_take ON events (take_id, event_id);
CREATE TABLE verdicts (
  take_id INTEGER PRIMARY KEY REFERENCES takes (take_id) ON DELETE CASCADE,
  verdict TEXT NOT NULL,
  note TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  at_ms REAL NOT NULL
) STRICT;
CREATE TABLE shots (
  id TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  position INTEGER NOT NULL,
  wanted TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE service_times (
  time_id INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  ms REAL NOT NULL,
  at_ms REAL NOT NULL
) STRICT;
CREATE INDEX service_times_of_key ON service_times (key, time_id);
CREATE TABLE tombstones (
  generation_id TEXT PRIMARY KEY,
  forgotten_at_ms REAL NOT NULL
) STRICT, WITHOUT ROWID;
`;

/**
 * What `state forget` leaves of a take, so that neither its number nor its money comes back; and the saved
 * plans that were begun.
 */
const FORGOTTEN_TAKES_AND_PLANS = `
CREATE TABLE forgotten (
  shot_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  generation_id TEXT,
  committed_usd_e4 INTEGER NOT NULL,
  at_ms REAL NOT NULL,
  PRIMARY KEY (shot_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE saved_plans (
  plan_id TEXT PRIMARY KEY,
  begun_at_ms REAL NOT NULL,
  finished_at_ms REAL
) STRICT, WITHOUT ROWID;
`;

/** What a reviewer asks for beside verdicts: other takes, perhaps with another prompt. */
const RETAKES = `
CREATE TABLE retakes (
  take_id INTEGER PRIMARY KEY REFERENCES takes (take_id) ON DELETE CASCADE,
  sha256 TEXT NOT NULL,
  prompt TEXT,
  at_ms REAL NOT NULL
) STRICT;
`;

/** Local files that an account's API was given, so that no run gives them again. `ref` is a `FileRef` as JSON. */
const UPLOADS = `
CREATE TABLE uploads (
  dialect TEXT NOT NULL,
  origin TEXT NOT NULL,
  key_hash TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  ref TEXT NOT NULL,
  at_ms REAL NOT NULL,
  expires_at_ms REAL,
  PRIMARY KEY (dialect, origin, key_hash, sha256)
) STRICT, WITHOUT ROWID;
`;

/** Step n leads from schema version n to n + 1. A published step is never edited. */
const MIGRATIONS: readonly string[] = [
  FIRST_SCHEMA,
  FORGOTTEN_TAKES_AND_PLANS,
  RETAKES,
  UPLOADS,
  INDEX_DONE_TAKES,
];

/** The schema version that this release writes. */
export const SCHEMA_VERSION: number = MIGRATIONS.length;

/** The first schema version whose finished takes can be read in short. */
export const FIRST_WITH_DONE_TAKES: number = MIGRATIONS.indexOf(INDEX_DONE_TAKES) + 1;

/** The schema version of a file; 0 for one that is empty. */
export function schemaVersion(connection: SqliteConnection): number {
  return pragmaNumber(connection, "user_version");
}

/**
 * Checks that the file is a state and not from a newer release.
 * Fails with `state-damaged` or `state-too-new`; changes nothing.
 *
 * @returns its schema version.
 */
export function checkSchema(connection: SqliteConnection): number {
  const version = schemaVersion(connection);
  if (pragmaNumber(connection, "application_id") !== APPLICATION_ID || version < 1) {
    throw damaged(connection.file, "it is not a state of shotlist");
  }
  if (version > SCHEMA_VERSION) {
    throw new ShotlistError(
      "state-too-new",
      `The state ${connection.file} was written by a newer shotlist (schema ${version}, this one knows ${SCHEMA_VERSION}).`,
      {
        hint: "Update shotlist, then run the same command again.",
        standing: "The file was left as it is, and nothing was sent to the API.",
      },
    );
  }
  return version;
}

/** Leads a file to the present schema, whole or not at all. Call it inside a transaction. */
export function migrate(connection: SqliteConnection): void {
  for (const [step, sql] of MIGRATIONS.entries()) {
    if (step >= schemaVersion(connection)) connection.exec(`${sql}; PRAGMA user_version = ${step + 1}`);
  }
  connection.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
}

function pragmaNumber(connection: SqliteConnection, name: "user_version" | "application_id"): number {
  return Number(connection.get(`PRAGMA ${name}`)?.[name] ?? 0);
}
