/** One thing that is measured: a ratio or an amount, several times over. */
export interface Figure {
  /** What is measured, against what. */
  readonly what: string;
  /** One value for each round. */
  readonly values: readonly number[];
  /** The most that it should be; left out where a peer is shown for comparison. */
  readonly atMost?: number;
  readonly unit?: "×" | "MB" | "requests" | "clips" | "downloads" | "ms" | "frames";
}

/** Benches share these. */
export interface BenchContext {
  /** How often each thing is measured. */
  readonly rounds: number;
  /** An empty folder of the bench's own; it is removed afterwards. */
  readonly folder: string;
  /** Base of a Dream Machine API that is not ours, with its key, and how many times as fast as life it is. */
  readonly server?: { readonly url: string; readonly key: string; readonly speed: number };
}

/** A file of this folder each; `benches.ts` lists them. */
export interface Bench {
  readonly name: string;
  /** A heading, and below it in a sentence or two how it is measured. */
  readonly title: string;
  readonly how: string;
  run(context: BenchContext): Promise<readonly Figure[]>;
}

/** The value in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}
