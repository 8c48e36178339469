import type { JSX } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { NoticeContext, ReviewContext } from "./review-context.ts";

const SHOWN_MS = 6_000;

/**
 * What just happened, for eyes and for screen readers, with the way back. What lies under an open dialog is
 * not read aloud, so each dialog has a line of its own.
 */
export function NoticeLine(): JSX.Element {
  const notice = useContext(NoticeContext);
  const { undo } = useContext(ReviewContext);
  // A line that appears with a dialog does not repeat what was said before.
  const [past, setPast] = useState(notice?.number ?? 0);
  useEffect(() => {
    if (!notice || notice.number <= past) return;
    const timer = setTimeout(() => setPast(notice.number), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice, past]);
  const fresh = notice && notice.number > past ? notice : null;
  return (
    <div class={fresh ? "notice is-fresh" : "notice"} data-testid="notice">
      <span role="status">{fresh?.words}</span>
      {fresh?.undoable && (
        <button type="button" class="notice-undo" onClick={undo}>
          Undo <kbd>U</kbd>
        </button>
      )}
    </div>
  );
}
