import { formatUsd } from "@shotlist/core/read-model";
import type { JSX } from "preact";
import { formatCount, formatSpan } from "../../words/show-values.ts";
import type { LiveProgress } from "../decide/live-link.ts";
import type { Review } from "../decide/use-review.ts";

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

/** `A run is going: 38 of 96 done · 10 being made · 2 failed · $4.20 · about 2 min left`. */
export function progressWords(progress: LiveProgress): string {
  const { total = 0, done = 0, running = 0, downloading = 0, failed = 0, runUsdE4, timeLeftMs } = progress;
  const parts = [
    `A run is going: ${formatCount(done)} of ${formatCount(total)} done`,
    running > 0 ? `${formatCount(running)} being made` : "",
    downloading > 0 ? `${formatCount(downloading)} being fetched` : "",
    failed > 0 ? `${formatCount(failed)} failed` : "",
    runUsdE4 === undefined ? "" : `${formatUsd(runUsdE4)} in this run`,
    timeLeftMs === undefined ? "" : `about ${formatSpan(timeLeftMs)} left`,
  ];
  return parts.filter(Boolean).join(" · ");
}
