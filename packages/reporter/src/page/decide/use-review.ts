import type { ReadModel } from "@shotlist/core/read-model";
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import type { Decision } from "../../decisions/decision.ts";
import { applyDecisions, pendingDecisions, stillNews } from "./apply-decisions.ts";
import { decisionsFile, downloadJson, keepDecisions, memoryKey, recallDecisions } from "./decision-memory.ts";
import { decisionWords } from "./decision-words.ts";
import { type Intent, judge, standingDecision, type Target, targetOf } from "./judge.ts";
import type { LiveProgress } from "./live-link.ts";
import { reduceReview, undecided, undoing } from "./review-state.ts";
import { useLiveLink } from "./use-live-link.ts";

/** Words for the viewer that pass: the number makes the same words news again. */
export interface Notice {
  readonly number: number;
  readonly words: string;
  readonly undoable: boolean;
}

/** What is meant for a clip. */
interface Meant {
  readonly target: Target;
  readonly intent: Intent;
}

/** What can be done about clips. The functions stay the same from draw to draw. */
export interface ReviewActions {
  /** Decides on clips in one step, and says so. */
  readonly decide: (meant: readonly Meant[]) => void;
  readonly undo: () => void;
  readonly say: (words: string) => void;
  /** Hands the decisions that this browser keeps to the viewer as a file. */
  readonly exportFile: () => void;
  /** Takes all decisions of this browser back, in one step. */
  readonly discard: () => void;
}

/** The sheet with everything that was decided on it. */
export interface Review {
  /** With the decisions that the server or the state does not hold yet. */
  readonly model: ReadModel;
  readonly actions: ReviewActions;
  readonly notice: Notice | null;
  /** Decisions that are in this browser only. */
  readonly pending: readonly Decision[];
  /** Null for a sheet that is a file. */
  readonly live: { readonly reachable: boolean; readonly progress: LiveProgress | null } | null;
}

/** Decisions on a sheet: kept by the browser where it is a file, told to the server where it is served. */
export function useReview(embedded: ReadModel, isLive: boolean): Review {
  const [base, setBase] = useState(embedded);
  const [state, dispatch] = useReducer(reduceReview, undecided);
  const [notice, setNotice] = useState<Notice | null>(null);
  const say = useCallback((words: string, undoable = false) => {
    setNotice((old) => ({ number: (old?.number ?? 0) + 1, words, undoable }));
  }, []);
  const { send, live } = useLiveLink(isLive, { onModel: setBase, dispatch, say });
  const model = useMemo(() => applyDecisions(base, state.local), [base, state.local]);
  const pending = useMemo(() => pendingDecisions(base, state.local), [base, state.local]);
  useMemory(isLive ? null : base, pending, dispatch, say);
  useFarewell(isLive && pending.length > 0);
  const latest = useRef({ model, base, pending, state, send });
  latest.current = { model, base, pending, state, send };
  const actions = useMemo<ReviewActions>(() => {
    const decide: ReviewActions["decide"] = (meant) => {
      const made = decisionsFor(latest.current.model, meant);
      if (made.decisions.length === 0) {
        say("There is no clip to judge yet");
        return;
      }
      const words = decisionWords(made.decisions);
      dispatch({ type: "decide", decisions: made.decisions, step: { words, before: made.before } });
      latest.current.send(made.decisions);
      say(words, true);
    };
    return {
      decide,
      say: (words) => say(words),
      undo: () => {
        const at = new Date().toISOString();
        const back = undoing(latest.current.state, at);
        if (!back) {
          say("There is nothing to undo");
          return;
        }
        const undone = latest.current.state.steps.at(-1)?.words ?? "";
        dispatch({ type: "undo", at });
        latest.current.send(back);
        say(`Undone: ${undone}`);
      },
      exportFile: () => {
        const { base, pending } = latest.current;
        downloadJson("decisions.json", decisionsFile(base, pending, new Date().toISOString()));
        say("decisions.json saved. Hand it to: shotlist review apply decisions.json");
      },
      discard: () => {
        const { base, pending } = latest.current;
        const at = new Date().toISOString();
        const decisions = pending.flatMap((decision) => {
          const target = targetOf(base, decision);
          const standing = target && standingDecision(target);
          return standing ? [{ ...standing, at }] : [];
        });
        const words = `Discarded ${pending.length === 1 ? "1 decision" : `${pending.length} decisions`}`;
        dispatch({ type: "decide", decisions, step: { words, before: pending } });
        say(words, true);
      },
    };
  }, [say]);
  return { model, actions, notice, pending, live };
}

function decisionsFor(
  model: ReadModel,
  meant: readonly Meant[],
): { readonly decisions: readonly Decision[]; readonly before: readonly Decision[] } {
  const at = new Date().toISOString();
  const shots = new Map(model.shots.map((shot) => [shot.id, shot]));
  const decisions: Decision[] = [];
  const before: Decision[] = [];
  for (const { target, intent } of meant) {
    // What stands may be newer than what the caller looked at.
    const shot = shots.get(target.shot.id);
    const take = shot?.takes.find(({ number }) => number === target.take.number);
    const isSameFile = take?.clip?.sha256 === target.take.clip?.sha256;
    const now = shot && take && isSameFile ? { shot, take } : target;
    const decision = judge(now, intent, at);
    const standing = standingDecision(now);
    if (!decision || !standing) continue;
    decisions.push(decision);
    before.push(standing);
  }
  return { decisions, before };
}

/** Asks before a served page is left while decisions are on their way: nobody else has them. */
function useFarewell(isBusy: boolean): void {
  useEffect(() => {
    if (!isBusy) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [isBusy]);
}

/** Keeps decisions over visits where the page is a file, and takes in what other tabs decide. */
function useMemory(
  base: ReadModel | null,
  pending: readonly Decision[],
  dispatch: (action: Parameters<typeof reduceReview>[1]) => void,
  say: (words: string) => void,
): void {
  const key = base && memoryKey(base);
  const recalled = useRef(false);
  useEffect(() => {
    if (base === null || key === null) return;
    const recall = (): void => {
      const kept = recallDecisions(key);
      const { local } = reduceReview(undecided, { type: "recall", decisions: kept });
      dispatch({ type: "recall", decisions: stillNews(base, local) });
      recalled.current = true;
    };
    recall();
    const follow = (event: StorageEvent): void => {
      if (event.key === key) recall();
    };
    addEventListener("storage", follow);
    return () => removeEventListener("storage", follow);
  }, [key]);
  const warned = useRef(false);
  useEffect(() => {
    if (base === null || key === null || !recalled.current) return;
    if (keepDecisions(key, decisionsFile(base, pending, new Date().toISOString())) || warned.current) return;
    warned.current = true;
    say("This browser keeps nothing for this page: export your decisions before you close it");
  }, [key, pending]);
}
