import { hasCode, type ShotlistError } from "../shotlist-error.ts";
import type { StopReason } from "./run-event.ts";

/** Store errors with which a full or broken disk shows. */
const DISK = ["state-disk-full", "state-unwritable"];

/** What to do when a run stops or is over. */
export interface ShutdownHooks {
  readonly onStop: (reason: StopReason, words: string) => void;
  /** Something that loops wait for may have changed. */
  readonly onChange: () => void;
}

/**
 * How a run comes to its end. Three steps, each further than the one before: it submits no more (any stop), it
 * watches no more but finishes downloads (drained), it is left at once (aborted, or its state cannot be written).
 */
export class Shutdown {
  readonly #hooks: ShutdownHooks;
  readonly #left = new AbortController();
  #reason: StopReason | undefined;
  #drained = false;
  readonly #troubles: ShotlistError[] = [];
  #error: unknown;

  constructor(hooks: ShutdownHooks) {
    this.#hooks = hooks;
  }

  /** Follows the user's signals from now on; one that is aborted already counts at once. */
  heed(signals: { readonly drain: AbortSignal; readonly abort: AbortSignal }): void {
    onAbort(signals.drain, () => this.#drain("no new submissions; downloads are finished"));
    onAbort(signals.abort, () => {
      this.#drain("left at once");
      this.#leave();
    });
  }

  /** Why no more is submitted, if so. */
  get reason(): StopReason | undefined {
    return this.#reason;
  }

  get submitting(): boolean {
    return this.#reason === undefined;
  }

  get watching(): boolean {
    return !this.#drained;
  }

  /** Loops end now: everything is done, or the run is left. */
  get over(): boolean {
    return this.#left.signal.aborted;
  }

  /** Aborted when the run is over or left at once: nothing is written any more. */
  get left(): AbortSignal {
    return this.#left.signal;
  }

  /** Submits no more, for the first reason that is given. */
  stop(reason: StopReason, words: string): void {
    if (this.#reason === undefined) {
      this.#reason = reason;
      this.#hooks.onStop(reason, words);
    }
    this.#hooks.onChange();
  }

  /** Submits no more because a disk does not take what it should. */
  stopForDisk(error: ShotlistError): void {
    if (!this.#troubles.some(({ message }) => message === error.message)) this.#troubles.push(error);
    this.stop("disk", error.message);
  }

  /** What disks did not take, each message once: the user can do something about it. */
  get troubles(): readonly ShotlistError[] {
    return this.#troubles;
  }

  /** Something happened that may end the run. */
  changed(): void {
    this.#hooks.onChange();
  }

  /** Everything is done: what still waits for something is let go. */
  finish(): void {
    this.#leave();
  }

  /** Runs a piece of work on its own; an error that it throws ends the run. */
  guard(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.fail(error));
  }

  /**
   * The run cannot go on. With a full disk it still hears the answers of the creates that are on the wire, so
   * that their ids can at least be told; a run that another one has superseded, or a fault, is left at once.
   */
  fail(error: unknown): void {
    if (this.over) return;
    const words = error instanceof Error ? error.message : String(error);
    if (DISK.some((code) => hasCode(error, code))) {
      this.#drained = true;
      this.stopForDisk(error as ShotlistError);
      return;
    }
    if (hasCode(error, "state-superseded")) this.stop("superseded", words);
    else this.#error = error;
    this.#leave();
  }

  /** Throws the error that ended the run, if one did. */
  rethrow(): void {
    if (this.#error !== undefined) throw this.#error;
  }

  #drain(words: string): void {
    this.#drained = true;
    this.stop("interrupted", words);
  }

  #leave(): void {
    this.#left.abort();
    this.#hooks.onChange();
  }
}

function onAbort(signal: AbortSignal, react: () => void): void {
  if (signal.aborted) react();
  else signal.addEventListener("abort", react, { once: true });
}
