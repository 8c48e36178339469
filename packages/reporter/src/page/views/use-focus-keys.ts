import type { ShotView, TakeView } from "@shotlist/core/read-model";
import { useContext, useLayoutEffect, useRef } from "preact/hooks";
import { pressJudgeKey } from "./judge-keys.ts";
import { ReviewContext, type ReviewTools } from "./review-context.ts";

/** What the keys of the focus view act on. */
export interface FocusKeys {
  readonly shot: ShotView;
  readonly active: boolean;
  readonly onTake: (number: number) => void;
  readonly onCompare: () => void;
  readonly onStep: (step: 1 | -1) => void;
}

/**
 * Keys that act while the focus view is open, on the take that it shows. Esc is the dialog's own; keys of the
 * player and of picking press the button that carries them as `data-key`.
 */
export function useFocusKeys(props: FocusKeys, take: TakeView | undefined): void {
  const tools = useContext(ReviewContext);
  const latest = useRef({ props, take, tools });
  latest.current = { props, take, tools };
  // Keys count from the first drawing on, not from the next frame.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const { props, take, tools } = latest.current;
      if (!props.active) return;
      if (pressFocusKey(event, props, take, tools)) event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

function pressFocusKey(
  event: KeyboardEvent,
  props: FocusKeys,
  take: TakeView | undefined,
  tools: ReviewTools,
): boolean {
  const { shot } = props;
  // Deciding on all that the sheet shows is not for a view of one shot.
  const judges = event.key.toLowerCase() !== "b";
  if (judges && pressJudgeKey(event, { target: take ? { shot, take } : null, tools })) return true;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const target = event.target instanceof HTMLElement ? event.target : null;
  const scrubbing = target instanceof HTMLInputElement;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === "j" || (key === "ArrowRight" && !scrubbing)) props.onStep(1);
  else if (key === "k" || (key === "ArrowLeft" && !scrubbing)) props.onStep(-1);
  else if (key === "c") props.onCompare();
  else if (/^[1-9]$/.test(key) && shot.takes.some((each) => each.number === Number(key)))
    props.onTake(Number(key));
  else return !(key === " " && target?.tagName === "BUTTON") && pressButton(key);
  return true;
}

function pressButton(key: string): boolean {
  const button = document.querySelector<HTMLElement>(`.focus [data-key="${CSS.escape(key)}"]`);
  button?.click();
  return button !== null;
}
