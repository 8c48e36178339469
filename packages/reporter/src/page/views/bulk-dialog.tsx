import type { ShotView } from "@shotlist/core/read-model";
import type { JSX } from "preact";
import { useContext, useState } from "preact/hooks";
import type { VerdictWord } from "../../decisions/decision.ts";
import { countOf } from "../../words/show-values.ts";
import { type BulkOutlook, bulkOutlook } from "../decide/bulk.ts";
import { Dialog } from "./dialog.tsx";
import { Icon } from "./icon.tsx";
import { AskText, RetakeChoice } from "./judge-dialog.tsx";
import { ReviewContext } from "./review-context.ts";

const choices: readonly (readonly [verdict: VerdictWord, label: string])[] = [
  ["approved", "Approve"],
  ["rejected", "Reject"],
  ["none", "Clear verdicts"],
];

/** Decides on all shots that the filter shows, after counting what that changes. */
export function BulkDialog(props: {
  readonly shots: readonly ShotView[];
  readonly query: string;
}): JSX.Element {
  const { decide, ask } = useContext(ReviewContext);
  const [verdict, setVerdict] = useState<VerdictWord>("approved");
  const [note, setNote] = useState("");
  const [retake, setRetake] = useState(false);
  const outlook = bulkOutlook(props.shots, verdict);
  const rejects = verdict === "rejected";
  const label = choices.find(([word]) => word === verdict)?.[1] ?? "";
  const close = (): void => ask(null);
  const submit = (): void => {
    const intent = { verdict, ...(rejects ? { note, retake } : {}) };
    close();
    decide(outlook.targets.map((target) => ({ target, intent })));
  };
  return (
    <Dialog
      class="ask"
      label="Decide on all that is shown"
      testId="bulk-dialog"
      startsInField
      onClose={close}
    >
      <form
        class="ask-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <h2>Decide on {countOf(outlook.targets.length, "clip")}</h2>
        <p class="ask-about">
          {props.query === "" ? (
            "All shots of this sheet"
          ) : (
            <>
              All that fits <code>{props.query}</code>
            </>
          )}
        </p>
        <fieldset class="ask-choices" aria-label="Verdict">
          {choices.map(([word, name]) => (
            <label key={word} class={`ask-choice verdict-${word}`}>
              <input
                type="radio"
                name="verdict"
                checked={word === verdict}
                onChange={() => setVerdict(word)}
              />
              <Icon name={word} />
              {name}
            </label>
          ))}
        </fieldset>
        {rejects && (
          <>
            <AskText
              label="What is wrong with them?"
              hint="Optional; goes to each clip."
              value={note}
              rows={2}
              onText={setNote}
              onSubmit={submit}
            />
            <RetakeChoice
              checked={retake}
              onChange={setRetake}
              priceUsdE4={outlook.retakesUsdE4}
              clips={outlook.targets.length}
            />
          </>
        )}
        <p class="ask-hint" data-testid="bulk-outlook" role="status">
          {outlookWords(outlook, verdict)}
        </p>
        <div class="ask-buttons">
          <button type="button" class="plain" onClick={close}>
            Cancel
          </button>
          <button
            type="submit"
            class="strong"
            data-testid="bulk-submit"
            disabled={outlook.targets.length === 0}
          >
            {verdict === "none"
              ? `Clear ${countOf(outlook.targets.length, "verdict")}`
              : `${label} ${countOf(outlook.targets.length, "clip")}`}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function outlookWords({ withoutClip, overturned, already }: BulkOutlook, verdict: VerdictWord): string {
  const said = verdict === "none" ? "have no verdict" : `are ${verdict}`;
  const parts = [
    already > 0 ? `${already} ${said} already.` : "",
    overturned > 0 ? `${countOf(overturned, "other verdict")} will be replaced.` : "",
    withoutClip > 0
      ? `${countOf(withoutClip, "shot")} without a clip ${withoutClip === 1 ? "is" : "are"} left out.`
      : "",
  ];
  return [...parts, "One undo takes it all back."].filter(Boolean).join(" ");
}
