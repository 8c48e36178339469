import { type GroupKey, groupLabels } from "../arrange/group-shots.ts";
import { type SortKey, sortLabels } from "../arrange/sort-shots.ts";

/** Colours: the system's choice, or the viewer's. */
export type Theme = "auto" | "light" | "dark";

/** The shot that the focus view shows; without a take it shows the one that stands for the shot. */
export interface OpenShot {
  readonly shotId: string;
  readonly take?: number;
  /** All takes side by side. */
  readonly compare?: boolean;
}

/** What the viewer is being asked for: a reason and words for a retake, or what to do about all that is shown. */
export type Asked =
  | { readonly kind: "reject" | "retake"; readonly shotId: string; readonly take: number }
  | { readonly kind: "bulk" };

/** Everything on the page that a viewer can change. The read-model is not part of it. */
export interface PageState {
  readonly query: string;
  readonly sort: SortKey;
  readonly group: GroupKey;
  /** Wanted width of a cell, CSS pixels, within `sizeBounds`; null while the page chooses it. */
  readonly size: number | null;
  readonly theme: Theme;
  /** The cell that the keyboard is on, counted among all cells in view order; -1 before there is one. */
  readonly cursor: number;
  readonly open: OpenShot | null;
  readonly helpShown: boolean;
  readonly asked: Asked | null;
}

/** Everything that can happen to the page's state. */
export type PageAction =
  | { readonly type: "find"; readonly query: string }
  | { readonly type: "sort"; readonly sort: SortKey }
  | { readonly type: "group"; readonly group: GroupKey }
  | { readonly type: "resize"; readonly size: number }
  | { readonly type: "theme"; readonly theme: Theme }
  | { readonly type: "move"; readonly cursor: number }
  | { readonly type: "open"; readonly open: OpenShot; readonly cursor: number }
  | { readonly type: "close" }
  | { readonly type: "help"; readonly shown: boolean }
  | { readonly type: "ask"; readonly asked: Asked | null }
  /** The address changed by hand or through the browser's history. */
  | { readonly type: "address"; readonly hash: string };

/** Smallest and largest width of a cell, CSS pixels. */
export const sizeBounds: { readonly min: number; readonly max: number } = { min: 140, max: 640 };

/** The width of a cell: what the viewer wants, or else the larger the fewer shots there are. */
export function cellSize(wanted: number | null, shots: number): number {
  if (wanted !== null) return wanted;
  if (shots <= 2) return 560;
  return shots <= 6 ? 420 : 320;
}

/** The page before anybody touched it. */
export const initialState: PageState = {
  query: "",
  sort: "manifest",
  group: "none",
  size: null,
  theme: "auto",
  cursor: -1,
  open: null,
  helpShown: false,
  asked: null,
};

/** The next state. What changes the list of cells takes the cursor off it. */
export function reducePage(state: PageState, action: PageAction): PageState {
  switch (action.type) {
    case "find":
      return action.query === state.query ? state : { ...state, query: action.query, cursor: -1 };
    case "sort":
      return { ...state, sort: action.sort, cursor: -1 };
    case "group":
      return { ...state, group: action.group, cursor: -1 };
    case "resize":
      return { ...state, size: clampSize(action.size) };
    case "theme":
      return { ...state, theme: action.theme };
    case "move":
      return action.cursor === state.cursor ? state : { ...state, cursor: action.cursor };
    case "open":
      return { ...state, open: action.open, cursor: action.cursor, helpShown: false };
    case "close":
      return { ...state, open: null, asked: null };
    case "help":
      return { ...state, helpShown: action.shown };
    case "ask":
      return { ...state, asked: action.asked };
    case "address":
      return followAddress(state, readHash(action.hash));
  }
}

function followAddress(state: PageState, asked: PageState): PageState {
  const sameCells =
    asked.query === state.query.trim() && asked.sort === state.sort && asked.group === state.group;
  return {
    ...asked,
    query: sameCells ? state.query : asked.query,
    cursor: sameCells ? state.cursor : -1,
    theme: state.theme,
  };
}

/**
 * The part of the state that an address can carry, as a URL's hash, or the empty string for a page as it
 * was. `readHash` turns it back.
 */
export function writeHash(state: PageState): string {
  const parameters = new URLSearchParams();
  if (state.query.trim() !== "") parameters.set("q", state.query.trim());
  if (state.group !== initialState.group) parameters.set("group", state.group);
  if (state.sort !== initialState.sort) parameters.set("sort", state.sort);
  if (state.size !== null) parameters.set("size", String(state.size));
  if (state.open) {
    parameters.set("shot", state.open.shotId);
    if (state.open.take !== undefined) parameters.set("take", String(state.open.take));
    if (state.open.compare) parameters.set("view", "compare");
  }
  const text = parameters.toString();
  return text === "" ? "" : `#${text}`;
}

/** The state that an address asks for. What it does not say, or says wrongly, is as at first. */
export function readHash(hash: string): PageState {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  const sort = parameters.get("sort") ?? "";
  const group = parameters.get("group") ?? "";
  const shotId = parameters.get("shot");
  return {
    ...initialState,
    query: parameters.get("q") ?? "",
    sort: isKeyOf(sortLabels, sort) ? sort : initialState.sort,
    group: isKeyOf(groupLabels, group) ? group : initialState.group,
    size: clampSize(Number(parameters.get("size") ?? Number.NaN)),
    open: shotId === null ? null : openIn(parameters, shotId),
  };
}

function openIn(parameters: URLSearchParams, shotId: string): OpenShot {
  const take = Number(parameters.get("take"));
  return {
    shotId,
    ...(Number.isInteger(take) && take > 0 ? { take } : {}),
    ...(parameters.get("view") === "compare" ? { compare: true } : {}),
  };
}

function clampSize(size: number): number | null {
  if (!Number.isFinite(size)) return null;
  return Math.min(sizeBounds.max, Math.max(sizeBounds.min, Math.round(size)));
}

function isKeyOf<T extends object>(table: T, key: string): key is Extract<keyof T, string> {
  return Object.hasOwn(table, key);
}
