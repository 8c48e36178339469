import type { JSX } from "preact";
import type { LiveProgress } from "../decide/live-link.ts";
import type { Review } from "../decide/use-review.ts";
import { progressWords } from "./progress-words.ts";

/** How far a run is while it is going, and whether the server can be reached. Nothing for a sheet that is a file. */
export function LiveStrip({ live }: { readonly live: Review["live"] }): JSX.Element | null {
  if (live === null) return null;
  return (
    <div class="live" data-testid="live">
      <span class="live-lost" role="status">
        {!live.reachable && "The server does not answer. Decisions wait here and are sent when it is back."}
      </span>
      {live.progress && <Progress progress={live.progress} />}
    </div>
  );
}

function Progress({ progress }: { readonly progress: LiveProgress }): JSX.Element {
  const { total = 0, done = 0, failed = 0 } = progress;
  return (
    <div class="live-run" data-testid="progress">
      <span class="live-words">{progressWords(progress)}</span>
      <span
        class="live-bar"
        role="progressbar"
        aria-label="The run"
        aria-valuemin={0}
        aria-valuemax={Math.max(1, total)}
        aria-valuenow={done + failed}
        aria-valuetext={`${done} of ${total} done`}
      >
        <span style={{ width: `${total > 0 ? (100 * done) / total : 0}%` }} />
        <span class="live-failed" style={{ width: `${total > 0 ? (100 * failed) / total : 0}%` }} />
      </span>
    </div>
  );
}
