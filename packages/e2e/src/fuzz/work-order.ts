/** A stretch of inputs for one worker. */
export interface WorkOrder {
  readonly target: string;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}

/** What a worker tells of its order. */
export type WorkNews =
  | { readonly kind: "finding"; readonly target: string; readonly index: number; readonly words: string }
  | { readonly kind: "ended"; readonly target: string; readonly slowestMs: number; readonly slowest: number };

/** Where a worker writes the number of the input that it has begun, for one that never comes back. */
export type Progress = Int32Array<SharedArrayBuffer>;
