/** The part of a generation's time for which its slot may stand idle afterwards, from its end to the next create. */
const IDLE = 0.01895;

/** However slow the requests, this part of that time is left for waiting between looks. */
const LEAST_SHARE = 0.4;

/** Less at first: while little is known, looks are placed less well, and what is lost then is not made up for. */
const FIRST_FACTOR = 0.63;

/** The part of the wait for a connection that counts. */
const OPENING_COUNTS = 0.4;

/** How strongly one end that was seen too late or too early moves the price, and the furthest it may go. */
const GAIN = 0.1;
const FURTHEST = 16;

/** What the price of a look follows from; times in milliseconds. */
export interface PriceBasis {
  /** What a generation usually takes. */
  readonly meanMs: number;
  /** The time over which looks for one end spread (`ServiceModel.lookScaleMs`), or the mean where one look shows all. */
  readonly scaleMs: number;
}

/**
 * What a look may cost, in milliseconds by which a batch ends later: as much as keeps the mean delay between
 * ends and the creates that follow them where it should be. It begins with what is right for a steady stream of
 * ends, and is corrected by the delays that come out.
 */
export class LookPrice {
  #factor = FIRST_FACTOR;
  #readMs = 0;
  #createMs = 0;
  #openMs = 0;

  /** A read took so long, there and back. */
  noteRead(ms: number): void {
    this.#readMs += (ms / 2 - this.#readMs) / 4;
  }

  /** A create took so long from its intent until it was accepted. */
  noteCreate(ms: number): void {
    this.#createMs += (ms / 2 - this.#createMs) / 4;
  }

  /** A create waited so long for a connection. Not all of it counts: what is opened ahead is not waited for. */
  noteOpening(ms: number): void {
    this.#openMs += (ms * OPENING_COUNTS - this.#openMs) / 4;
  }

  /** The delay at which looks aim, besides what requests take on their way. */
  aimMs(meanMs: number): number {
    const idleMs = IDLE * meanMs;
    return Math.max(idleMs - this.#readMs - this.#createMs - this.#openMs, idleMs * LEAST_SHARE);
  }

  /** The price of a look. */
  ofMs({ meanMs, scaleMs }: PriceBasis): number {
    return (this.#factor * 2 * this.aimMs(meanMs) ** 2) / scaleMs;
  }

  /** An end that something waited for was seen, with a mean delay of so much. */
  noteDelay(delayMs: number, meanMs: number): void {
    const aimMs = this.aimMs(meanMs);
    const off = Math.min(1, Math.max(-1, (aimMs - delayMs) / aimMs));
    this.#factor = Math.min(FURTHEST, Math.max(1 / FURTHEST, this.#factor * Math.exp(GAIN * off)));
  }
}
