import type { JSX } from "preact";
import { Dialog } from "./dialog.tsx";
import { Icon } from "./icon.tsx";

const keys: readonly (readonly [keys: readonly string[], words: string])[] = [
  [["J", "K"], "Next and previous shot"],
  [["←", "→", "↑", "↓"], "Move over the sheet"],
  [["Enter"], "Open the shot"],
  [["A"], "Approve"],
  [["R"], "Reject, with a note"],
  [["N"], "Take the verdict back"],
  [["T"], "Ask for a retake, or not"],
  [["E"], "A retake in other words"],
  [["U"], "Undo; also Ctrl-Z"],
  [["B"], "Decide on all that is shown"],
  [["C"], "Takes side by side"],
  [["1", "–", "9"], "Choose that take"],
  [["P"], "Pick it among the takes"],
  [["Space"], "Play or pause"],
  [[",", "."], "One frame back or on"],
  [["<", ">"], "Slower or faster"],
  [["F"], "Full screen"],
  [["Z", "+", "-"], "A still: pixel by pixel, larger, smaller"],
  [["/"], "Find shots"],
  [["Esc"], "Close, or clear the search"],
];

const filters: readonly (readonly [example: string, words: string])[] = [
  ["rain coat", "both words, anywhere"],
  ['"rain coat"', "these words together"],
  ["s:failed,blocked", "either state"],
  ["tag:hero", "a tag; * stands for anything"],
  ["product:mug", "title, handle or SKU"],
  ["ratio:9:16", "an aspect ratio"],
  ["v:none", "to review; also v:approved v:rejected"],
  ["retake:yes", "another take is wanted"],
  ["loop:yes", "also kind: model: res: duration: id: code: action:"],
  ["cost:>1.50", "dollars spent; also takes:>1"],
  ["!draft", "not; also !tag:hero"],
];

/** The keys and the filter language on one card. */
export function Help({ onClose }: { readonly onClose: () => void }): JSX.Element {
  return (
    <Dialog class="help" label="Keys and filters" testId="help" onClose={onClose}>
      <div class="help-head">
        <h2>Keys and filters</h2>
        <button type="button" class="quiet" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <div class="help-columns">
        <dl>
          {keys.map(([names, words]) => (
            <div key={words}>
              <dt>{names.map((name) => (name === "–" ? "–" : <kbd key={name}>{name}</kbd>))}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
        <dl>
          {filters.map(([example, words]) => (
            <div key={example}>
              <dt>
                <code>{example}</code>
              </dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Dialog>
  );
}
