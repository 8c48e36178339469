import type { Shot } from "./shot.ts";

/** A submission window, such as 22:00 to 06:00 in Europe/Berlin; it may cross midnight. */
export interface Window {
  /** Minutes after midnight, 0 to 1439. */
  readonly fromMinute: number;
  readonly toMinute: number;
  /** An IANA name; the machine's own zone when the manifest names none. */
  readonly timeZone?: string;
}

/** What the manifest says about limits; what it leaves open comes from the model card. Seconds may be fractions. */
export interface Limits {
  readonly concurrency?: number | "auto";
  readonly requestsPerMinute?: number;
  /** Over the life of the state, in USD × 10⁴ (a hundredth of a cent). */
  readonly maxSpendUsdE4?: number;
  /** How often a transient failure is tried again; 2 unless said. */
  readonly retries?: number;
  readonly downloads?: number | "auto";
  readonly requestTimeoutS?: number;
  readonly confirmAfterS?: number;
  readonly pollMinS?: number;
  readonly pollMaxS?: number;
  readonly generationTimeoutS?: number;
  readonly window?: Window;
}

/** Where clips go. */
export interface Output {
  /** The folder, relative to the manifest's unless absolute. */
  readonly dir: string;
  /** A Liquid template over `shot` and `take`, giving a path inside `dir`. */
  readonly file: string;
}

/** S3-compatible storage that local files are put into where an API only fetches links. Its keys are never here. */
export interface Uploads {
  /** An absolute http or https URL without the bucket and without a slash at its end. */
  readonly endpoint: string;
  readonly bucket: string;
  /** `us-east-1` unless the manifest says otherwise. */
  readonly region: string;
  /** What every object's name begins with; empty unless said. */
  readonly prefix: string;
  /** Where anyone can fetch objects, without a slash at its end; the address that they are written to unless said. */
  readonly publicUrl?: string;
  /** The bucket stands in the path rather than in the host. */
  readonly pathStyle: boolean;
}

/**
 * A price that the user sets, in USD × 10⁴ a clip or still, keyed as `model/resolution/duration` (meant for videos) or
 * `model/kind/resolution/duration`; each part may be `*`.
 */
export type PriceOverrides = Readonly<Record<string, number>>;

/** A manifest that has been read and found right. */
export interface Manifest {
  /** Names the state file; letters, digits, `-`, `_` and `.`. */
  readonly name: string;
  readonly profile?: string;
  readonly limits: Limits;
  readonly output: Output;
  readonly uploads?: Uploads;
  readonly prices: PriceOverrides;
  /** In the order of the file. */
  readonly shots: readonly Shot[];
}
