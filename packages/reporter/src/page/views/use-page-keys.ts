import { useLayoutEffect, useRef } from "preact/hooks";
import type { Move } from "../arrange/layout-grid.ts";
import type { Target } from "../decide/judge.ts";
import type { PageAction } from "../state/page-state.ts";
import { pressJudgeKey } from "./judge-keys.ts";
import type { ReviewTools } from "./review-context.ts";

/** What the keys of the sheet act on. */
export interface PageKeys {
  /** False while a dialog is open: its own keys hold then. */
  readonly active: boolean;
  readonly search: { readonly current: HTMLInputElement | null };
  readonly query: string;
  readonly cursor: number;
  /** Told true when the keyboard moves the cursor, false when the pointer takes over. */
  readonly onKeyboard: (used: boolean) => void;
  readonly onMove: (move: Move) => void;
  /** Opens the cursor's shot, perhaps with all its takes. */
  readonly onOpen: (more?: { readonly compare: true }) => void;
  /** The clip that the cursor is on; null where there is none. */
  readonly target: Target | null;
  readonly tools: ReviewTools;
  readonly dispatch: (action: PageAction) => void;
}

const moves: Readonly<Record<string, Move>> = {
  j: "next",
  k: "previous",
  ArrowRight: "next",
  ArrowLeft: "previous",
  ArrowDown: "down",
  ArrowUp: "up",
  Home: "first",
  End: "last",
};

/** Listens for the keys of the sheet. Fields keep their own keys, but for Esc in the search. */
export function usePageKeys(keys: PageKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  // Keys count from the first drawing on, not from the next frame.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (latest.current.active && pressKey(latest.current, event)) event.preventDefault();
    };
    const point = (): void => latest.current.onKeyboard(false);
    addEventListener("keydown", press);
    addEventListener("pointerdown", point);
    return () => {
      removeEventListener("keydown", press);
      removeEventListener("pointerdown", point);
    };
  }, []);
}

/** Acts on a key; says whether it did. */
function pressKey(keys: PageKeys, event: KeyboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : null;
  const search = keys.search.current;
  if (!target?.matches("input, select, textarea") && pressJudgeKey(event, keys)) return true;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === "Escape" && target === search) {
    if (keys.query === "") search?.blur();
    else keys.dispatch({ type: "find", query: "" });
    return true;
  }
  if (target?.matches("input, select, textarea")) return false;
  if (event.key === "/") {
    search?.focus();
    search?.select();
    return true;
  }
  if (event.key === "?") {
    keys.dispatch({ type: "help", shown: true });
    return true;
  }
  if (event.key.toLowerCase() === "c" && keys.target) {
    keys.onOpen({ compare: true });
    return true;
  }
  return moveCursor(keys, event.key, target);
}

function moveCursor(keys: PageKeys, key: string, target: HTMLElement | null): boolean {
  if (key === "Enter" && keys.cursor >= 0 && (target === null || target === document.body)) {
    keys.onOpen();
    return true;
  }
  const move = moves[key.length === 1 ? key.toLowerCase() : key];
  // Until the keyboard is on a card, these scroll the page as everywhere else.
  if (move === undefined || (keys.cursor < 0 && /Up|Down|Home|End/.test(key))) return false;
  keys.onKeyboard(true);
  keys.onMove(move);
  return true;
}
