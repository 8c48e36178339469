import type { Theme } from "./page-state.ts";

const KEY = "shotlist-theme";

/** The colours that the viewer chose last, in this browser; `auto` where nothing is or may be kept. */
export function recallTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "light" || kept === "dark" ? kept : "auto";
  } catch {
    return "auto";
  }
}

/** Keeps the viewer's choice, where the browser allows it. */
export function keepTheme(theme: Theme): void {
  try {
    if (theme === "auto") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Pages opened from disk may have no storage; the choice then holds for this visit.
  }
}
