import type { DoneTake } from "../ports/state-store.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import { damaged } from "./sqlite-error.ts";

/**
 * A finished take in short, as an expression over its row. The index below holds its values, and SQLite reads them
 * from there only where a query has the very same expression: both are part of a published schema, and frozen.
 */
const IN_SHORT = `json_array(
  body ->> '$.fingerprint', body ->> '$.model', body ->> '$.resolution', body ->> '$.duration',
  body -> '$.request.body.aspect_ratio', body ->> '$.clip.file', body ->> '$.clip.bytes', body ->> '$.priceUsdE4',
  body -> '$.clip.attachments' IS NOT NULL OR body -> '$.upstream' <> '{}')`;

/**
 * Two indices that share the takes out: finished ones in short, which are many and change no more, and the others,
 * which are few. Neither the long rows of the first nor the table itself has to be read for a plan.
 */
export const INDEX_DONE_TAKES: string = `
CREATE INDEX done_takes ON takes (shot_id, number, generation_id, ${IN_SHORT}) WHERE state = 'done';
CREATE INDEX other_takes ON takes (shot_id) WHERE state <> 'done'`;

const SELECT_DONE = `
SELECT take_id, shot_id, number, generation_id, ${IN_SHORT} FROM takes WHERE state = 'done'
ORDER BY shot_id, number`;

/** A finished take in short, with its row. */
export interface StoredDoneTake extends DoneTake {
  readonly takeId: number;
}

/** Every finished take, shot by shot, in the order of their numbers. Fails with `state-damaged`. */
export function* readDoneTakes(connection: SqliteConnection): Generator<StoredDoneTake> {
  for (const [takeId, shotId, number, generationId, short] of connection.eachValues(SELECT_DONE)) {
    const [fingerprint, model, resolution, duration, aspectRatio, file, bytes, priceUsdE4, hasMore] =
      JSON.parse(short as string) as Short;
    if (file === null || bytes === null) {
      throw damaged(connection.file, `take ${number} of ${shotId} is done and has no clip`);
    }
    yield {
      takeId: takeId as number,
      shotId: shotId as string,
      number: number as number,
      generationId: generationId as string | null,
      fingerprint,
      model,
      resolution,
      duration,
      aspectRatio,
      file,
      bytes,
      priceUsdE4,
      hasMore: hasMore === 1,
    };
  }
}

/** The values of `IN_SHORT`. */
type Short = readonly [
  fingerprint: string,
  model: string,
  resolution: string,
  duration: string,
  aspectRatio: unknown,
  file: string | null,
  bytes: number | null,
  priceUsdE4: number | null,
  hasMore: 0 | 1,
];
