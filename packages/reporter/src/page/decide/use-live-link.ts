import type { ReadModel } from "@shotlist/core/read-model";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Decision } from "../../decisions/decision.ts";
import { LiveLink, type LiveProgress } from "./live-link.ts";
import type { ReviewAction } from "./review-state.ts";

/** Without a word from the run for so long it is taken to be over. */
const SILENCE_MS = 20_000;

/** What the link changes. The functions must stay the same from draw to draw. */
export interface LiveTargets {
  readonly onModel: (model: ReadModel) => void;
  readonly dispatch: (action: ReviewAction) => void;
  readonly say: (words: string) => void;
}

/** The page's tie to its server while it is served; for a file it does nothing and `live` is null. */
export function useLiveLink(
  isLive: boolean,
  { onModel, dispatch, say }: LiveTargets,
): {
  readonly send: (decisions: readonly Decision[]) => void;
  readonly live: { readonly reachable: boolean; readonly progress: LiveProgress | null } | null;
} {
  const [reachable, setReachable] = useState(true);
  const [progress, setProgress] = useState<LiveProgress | null>(null);
  const link = useRef<LiveLink>(undefined);
  useEffect(() => {
    if (!isLive) return;
    let silence: ReturnType<typeof setTimeout> | undefined;
    const made = new LiveLink(
      {
        onModel,
        onReachable: setReachable,
        onProgress: (next) => {
          clearTimeout(silence);
          setProgress(next);
          if (next) silence = setTimeout(() => setProgress(null), SILENCE_MS);
        },
        onSaved: (decisions) => dispatch({ type: "settle", decisions }),
        onRefused: (decisions, reason) => {
          dispatch({ type: "settle", decisions });
          say(`Not saved: ${reason}`);
        },
      },
      {
        fetch: (url, init) => fetch(url, init),
        events: (url) => new EventSource(url),
        wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      },
    );
    link.current = made;
    return () => {
      clearTimeout(silence);
      made.close();
    };
  }, [isLive, onModel, dispatch, say]);
  const send = useCallback((decisions: readonly Decision[]) => link.current?.send(decisions), []);
  return { send, live: isLive ? { reachable, progress } : null };
}
