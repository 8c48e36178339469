import type { JSX } from "preact";
import { useContext } from "preact/hooks";
import { countOf } from "../../words/show-values.ts";
import { ReviewContext } from "./review-context.ts";

/** Says that decisions are in this browser only, and how to hand them over. Nothing while there are none. */
export function PendingBar({ count }: { readonly count: number }): JSX.Element | null {
  const { exportFile, discard } = useContext(ReviewContext);
  if (count === 0) return null;
  return (
    <aside class="pending" aria-label="Decisions to hand over" data-testid="pending">
      <p>
        <strong>{countOf(count, "decision")}</strong> in this browser only
        <small>
          Export, then <code>shotlist review apply decisions.json</code>
        </small>
      </p>
      <button type="button" class="plain" onClick={discard}>
        Discard
      </button>
      <button type="button" class="strong" data-testid="export" onClick={exportFile}>
        Export decisions
      </button>
    </aside>
  );
}
