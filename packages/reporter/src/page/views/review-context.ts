import { type Context, createContext } from "preact";
import type { Notice, ReviewActions } from "../decide/use-review.ts";
import type { Asked } from "../state/page-state.ts";

/** What any part of the page can do about clips. The functions stay the same from draw to draw. */
export interface ReviewTools extends ReviewActions {
  readonly ask: (asked: Asked | null) => void;
}

const nothing = (): void => {};

/** The tools of the page around. */
export const ReviewContext: Context<ReviewTools> = createContext<ReviewTools>({
  decide: nothing,
  undo: nothing,
  say: nothing,
  exportFile: nothing,
  discard: nothing,
  ask: nothing,
});

/** The newest words for the viewer. */
export const NoticeContext: Context<Notice | null> = createContext<Notice | null>(null);
