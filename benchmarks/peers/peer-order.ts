import { parseArgs } from "node:util";

/** What a peer is asked to do, on its command line. */
export interface PeerOrder {
  /** Base of the Dream Machine API. */
  readonly server: string;
  readonly key: string;
  readonly shots: number;
  readonly slots: number;
  /** Wait between two looks at a generation, in milliseconds. */
  readonly pollMs: number;
  /** Where clips are written. */
  readonly folder: string;
}

/** What a peer prints when it ends, as JSON. Times are Unix milliseconds. */
export interface PeerResult {
  /** When the first create was answered. */
  readonly firstMs: number;
  /** When the last final state was seen. */
  readonly lastMs: number;
  /** When the last clip was on disk. */
  readonly lastClipMs: number;
  readonly clips: number;
  /** Requests to the API as far as the peer knows of them; downloads are left out. */
  readonly requests: number;
}

/** Reads a peer's command line. */
export function peerOrder(): PeerOrder {
  const text = { type: "string", default: "" } as const;
  const { values } = parseArgs({
    options: { server: text, key: text, shots: text, slots: text, poll: text, folder: text },
  });
  const { server, key, folder } = values;
  return {
    ...{ server, key, folder },
    shots: Number(values.shots),
    slots: Number(values.slots),
    pollMs: Number(values.poll),
  };
}

/** Keeps the times of a peer's run. */
export class PeerTimes {
  requests = 0;
  #firstMs = Number.POSITIVE_INFINITY;
  #lastMs = 0;
  #lastClipMs = 0;
  #clips = 0;

  accepted(): void {
    this.#firstMs = Math.min(this.#firstMs, Date.now());
  }

  ended(): void {
    this.#lastMs = Date.now();
  }

  fetched(): void {
    this.#lastClipMs = Date.now();
    this.#clips += 1;
  }

  print(): void {
    const result: PeerResult = {
      firstMs: this.#firstMs,
      lastMs: this.#lastMs,
      lastClipMs: this.#lastClipMs,
      clips: this.#clips,
      requests: this.requests,
    };
    process.stdout.write(`${JSON.stringify(result)}\n`);
  }
}

/** The prompt of a shot; every client asks for the same ones. */
export function promptOf(shot: number): string {
  return `A ceramic mug number ${shot} on an oak table, slow orbit left`;
}
