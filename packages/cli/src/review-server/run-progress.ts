import { stateHolder } from "@shotlist/core/local";
import type { Edition } from "./live-standing.ts";

/** How far a run is, as the state tells: counts of shots. */
export interface ServedProgress {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly running: number;
  readonly waiting: number;
  readonly downloading: number;
}

/** How far the run is that is going now, in whatever process; null when none is. */
export async function runProgress({ model, standing }: Edition): Promise<ServedProgress | null> {
  const holder = await stateHolder(standing.paths.state).catch(() => undefined);
  const isRun = holder !== undefined && (holder === "unknown" || /^shotlist run\b/.test(holder.command));
  if (!isRun) return null;
  const { byState, shots } = model.totals;
  return {
    total: shots,
    done: byState.done,
    failed: byState.failed + byState.blocked,
    running: byState.running + byState.unconfirmed,
    waiting: byState.waiting,
    downloading: byState.downloading,
  };
}
