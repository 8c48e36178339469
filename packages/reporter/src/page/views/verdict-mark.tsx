import type { TakeView } from "@shotlist/core/read-model";
import type { JSX } from "preact";
import { Icon } from "./icon.tsx";
import { verdictLabels } from "./verdict-labels.ts";

/** What the mark speaks of. */
export interface VerdictMarkProps {
  readonly take: TakeView | undefined;
  /** The wish for a retake to show, if it is still open. */
  readonly retake: TakeView["retake"] | undefined;
}

/** What was decided about a take, as a mark on its picture: each has its own shape, colour and words. */
export function VerdictMark({ take, retake }: VerdictMarkProps): JSX.Element | null {
  const verdict = take?.verdict?.verdict;
  if (verdict === undefined && !retake) return null;
  return (
    <span class="marks" data-testid="marks">
      {verdict !== undefined && (
        <span
          class={`mark mark-${verdict}`}
          role="img"
          aria-label={verdictLabels[verdict]}
          title={take?.verdict?.note || verdictLabels[verdict]}
        >
          <Icon name={verdict} />
        </span>
      )}
      {retake && (
        <span
          class="mark mark-retake"
          role="img"
          aria-label="Retake wanted"
          title={retake.prompt ?? "Retake wanted"}
        >
          <Icon name="retake" />
        </span>
      )}
    </span>
  );
}
