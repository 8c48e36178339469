import type { RunObserver } from "@shotlist/core";
import { jsonRecord } from "../json-record.ts";

/** Format of the records; grows by one when a record changes in a way that breaks its readers. */
const NDJSON_FORMAT = 1;

const PROGRESS_EVERY_MS = 1_000;

/** The first record of every `--json` output. */
export function versionRecord(version: string): string {
  return jsonRecord({ type: "version", format: NDJSON_FORMAT, shotlist: version });
}

/**
 * An observer that writes one JSON record a line: every event as it is, and after it, at most once a second
 * by the run's own clock, a record `{"type": "progress", …}` of where the run stands. The end of the run
 * carries its last progress itself.
 */
export function createNdjson(write: (text: string) => void): RunObserver {
  let nextProgressMs = Number.NEGATIVE_INFINITY;
  return (event, progress) => {
    write(jsonRecord(event));
    if (event.type === "run-ended" || progress.nowMs < nextProgressMs) return;
    nextProgressMs = progress.nowMs + PROGRESS_EVERY_MS;
    write(jsonRecord({ type: "progress", ...progress }));
  };
}
