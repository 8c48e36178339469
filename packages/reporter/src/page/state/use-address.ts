import { useEffect, useRef } from "preact/hooks";
import { type PageAction, type PageState, writeHash } from "./page-state.ts";

/** Browsers refuse addresses that change with every key. */
const SETTLE_MS = 150;

/**
 * Keeps the page's address in step with its state, both ways, so that a filter or an open shot can be
 * sent as a link. Opening a shot is a step in the browser's history; everything else replaces it.
 */
export function useAddress(state: PageState, dispatch: (action: PageAction) => void): void {
  const pushed = useRef(false);
  const wasOpen = useRef(state.open !== null);
  const hash = writeHash(state);
  const sheetHash = writeHash({ ...state, open: null });
  const isOpen = state.open !== null;
  useEffect(() => {
    const follow = (): void => {
      pushed.current = false;
      dispatch({ type: "address", hash: location.hash });
    };
    addEventListener("popstate", follow);
    return () => removeEventListener("popstate", follow);
  }, [dispatch]);
  useEffect(() => {
    const opened = isOpen && !wasOpen.current;
    const closed = !isOpen && wasOpen.current;
    wasOpen.current = isOpen;
    if (hash === location.hash) return;
    if (opened) {
      // What was changed just before may not stand in the address yet, and is where the way back leads.
      history.replaceState(null, "", sheetHash || "#");
      history.pushState(null, "", hash);
      pushed.current = true;
      return;
    }
    if (closed && pushed.current) {
      history.back();
      return;
    }
    const timer = setTimeout(() => history.replaceState(null, "", hash || "#"), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [hash, sheetHash, isOpen]);
}
