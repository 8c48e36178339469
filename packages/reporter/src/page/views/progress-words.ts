import { formatUsd } from "@shotlist/core/read-model";
import { formatCount, formatSpan } from "../../words/show-values.ts";
import type { LiveProgress } from "../decide/live-link.ts";

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
