import { formatUsd } from "@shotlist/core/read-model";
import type { JSX } from "preact";
import { useContext, useState } from "preact/hooks";
import { countOf } from "../../words/show-values.ts";
import type { Target } from "../decide/judge.ts";
import { Dialog } from "./dialog.tsx";
import { ReviewContext } from "./review-context.ts";

/** What the dialog needs. */
export interface JudgeDialogProps {
  readonly kind: "reject" | "retake";
  readonly target: Target;
}

/** Asks for the reason of a rejection, and whether and in what words another take is wanted. */
export function JudgeDialog({ kind, target }: JudgeDialogProps): JSX.Element {
  const { decide, ask } = useContext(ReviewContext);
  const { shot, take } = target;
  const isReject = kind === "reject";
  const [note, setNote] = useState(take.verdict?.verdict === "rejected" ? take.verdict.note : "");
  const [retake, setRetake] = useState(!isReject || take.retake !== undefined);
  const [prompt, setPrompt] = useState(take.retake?.prompt ?? shot.prompt);
  const isReworded = prompt.trim() !== "" && prompt.trim() !== shot.prompt;
  const title = isReject ? `Reject take ${take.number}` : `Ask for a retake of take ${take.number}`;
  const close = (): void => ask(null);
  const submit = (): void => {
    close();
    decide([{ target, intent: { ...(isReject ? { verdict: "rejected", note } : {}), retake, prompt } }]);
  };
  return (
    <Dialog class="ask" label={`${title} of ${shot.id}`} testId="judge-dialog" startsInField onClose={close}>
      <form
        class="ask-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <h2>{title}</h2>
        <p class="ask-about">{shot.id}</p>
        {isReject && (
          <AskText
            label="What is wrong with it?"
            hint="Optional. Enter rejects, Shift-Enter starts a new line."
            value={note}
            rows={3}
            onText={setNote}
            onSubmit={submit}
          />
        )}
        {isReject && <RetakeChoice checked={retake} onChange={setRetake} priceUsdE4={shot.priceUsdE4} />}
        {retake && (
          <AskText
            label="Words for the retake"
            hint="Change them if other words would help. “shotlist review prompts” shows them as a patch for the manifest."
            value={prompt}
            rows={5}
            onText={setPrompt}
            onSubmit={submit}
          />
        )}
        {retake && (
          <p class="ask-hint" role="status">
            A run can buy it for about {formatUsd(shot.priceUsdE4)}
            {isReworded ? ", once the manifest has these words." : "."}
          </p>
        )}
        <div class="ask-buttons">
          <button type="button" class="plain" onClick={close}>
            Cancel
          </button>
          <button type="submit" class="strong" data-testid="judge-submit">
            {isReject ? (retake ? "Reject and ask for a retake" : "Reject") : "Ask for a retake"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Whether a retake is wanted with a rejection, and that rejecting alone buys nothing. */
export function RetakeChoice(props: {
  readonly checked: boolean;
  readonly priceUsdE4: number | null;
  readonly clips?: number;
  readonly onChange: (checked: boolean) => void;
}): JSX.Element {
  const { checked, priceUsdE4, clips = 1 } = props;
  const price = priceUsdE4 === null ? "price unknown" : `about ${formatUsd(priceUsdE4)}`;
  return (
    <label class="ask-check">
      <input
        type="checkbox"
        checked={checked}
        data-testid="ask-retake"
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>
        {clips === 1 ? "Ask for a retake" : `Ask for ${countOf(clips, "retake")}`} · {price}
        <small>
          Rejecting alone buys nothing. Retakes are bought by the next run, after its plan was agreed to.
        </small>
      </span>
    </label>
  );
}

/** A field for some lines, which Enter sends. */
export function AskText(props: {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly rows: number;
  readonly onText: (text: string) => void;
  readonly onSubmit: () => void;
}): JSX.Element {
  return (
    <label class="ask-text">
      {props.label}
      <textarea
        rows={props.rows}
        value={props.value}
        maxLength={5_000}
        onInput={(event) => props.onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          props.onSubmit();
        }}
      />
      <small>{props.hint}</small>
    </label>
  );
}
