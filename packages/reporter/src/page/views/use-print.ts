import type { ShotView } from "@shotlist/core/read-model";
import { useState } from "preact/hooks";
import { clipUrl } from "../media/clip-url.ts";
import { gatherFrames } from "../media/frame-store.ts";
import { mostPrinted } from "./print-sheet.tsx";
import { shownTakeOf } from "./shot-words.ts";

/** Wide enough for a printed card at 150 dots an inch. */
const PRINTED_WIDTH = 300;

/** How far the frames are that the paper needs; null while nothing is being printed. */
export interface PrintProgress {
  readonly ready: number;
  readonly of: number;
}

/** A way to print that first fetches the frames of clips without a poster, and how far it is. */
export function usePrint(
  cells: readonly ShotView[],
  clipsBase: string,
): readonly [start: () => void, progress: PrintProgress | null] {
  const [progress, setProgress] = useState<PrintProgress | null>(null);
  const start = async (): Promise<void> => {
    if (progress !== null) return;
    const urls = framesToGather(cells, clipsBase);
    setProgress({ ready: 0, of: urls.length });
    await gatherFrames(urls, PRINTED_WIDTH, (ready) => setProgress({ ready, of: urls.length }));
    setProgress(null);
    print();
  };
  return [() => void start(), progress];
}

function framesToGather(cells: readonly ShotView[], clipsBase: string): readonly string[] {
  const urls = cells.slice(0, mostPrinted).map((shot) => {
    const clip = shownTakeOf(shot)?.clip;
    return clip && clip.poster === undefined && clip.media !== "image" ? clipUrl(clipsBase, clip.file) : null;
  });
  return [...new Set(urls)].filter((url) => url !== null);
}
