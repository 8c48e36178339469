import type { Shot } from "@shotlist/manifest";
import { isOutdated } from "../plan/moved-defaults.ts";
import { staleTakes } from "../plan/stale-takes.ts";
import type { Verdict } from "../ports/state-store.ts";
import type { Take } from "../take/take.ts";
import { isUnanswered } from "../take/take-facts.ts";
import { type TakeBook, takeName } from "./take-book.ts";
import type { UpstreamShot } from "./upstream.ts";

/** Which takes count for a shot: those of its present fingerprint, without rejected ones and what continues them. */
export class CountingTakes {
  readonly #book: TakeBook;
  readonly #passedOver: ReadonlySet<string>;
  readonly #approved: ReadonlySet<string>;

  /** @param verdicts - as they are when the run begins; later ones count for the next run. */
  constructor(book: TakeBook, verdicts: readonly Verdict[]) {
    this.#book = book;
    const judged = (verdict: Verdict["verdict"]): ReadonlySet<string> =>
      new Set(verdicts.filter((item) => item.verdict === verdict).map(takeName));
    const rejected = judged("rejected");
    const stale = staleTakes([...book.all()], (take) => rejected.has(takeName(take)));
    this.#passedOver = new Set([...rejected, ...[...stale].map(takeName)]);
    this.#approved = judged("approved");
  }

  /** Oldest first. */
  of(shot: Shot): Take[] {
    const takes = [...this.#book.of(shot.id)];
    const isApproved = (take: Take): boolean => this.#approved.has(takeName(take));
    return takes.filter(
      (take) =>
        take.fingerprint === shot.fingerprint &&
        !this.#passedOver.has(takeName(take)) &&
        !isOutdated(shot, take, takes, isApproved),
    );
  }

  /**
   * What a shot that continues this one has to know.
   *
   * @param isWanted - whether creates of it still wait.
   */
  asUpstream(shot: Shot, isWanted: boolean): UpstreamShot {
    const takes = this.of(shot);
    const approved = takes.filter((take) => this.#approved.has(takeName(take)));
    return {
      takes,
      approved: new Set(approved.map(({ number }) => number)),
      coming: isWanted || takes.some((take) => isUnanswered(take) || take.state === "running"),
    };
  }
}
