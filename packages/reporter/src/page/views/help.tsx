import type { JSX } from "preact";
import { Dialog } from "./dialog.tsx";
import { Icon } from "./icon.tsx";

const keys: readonly (readonly [keys: readonly string[], words: string])[] = [
  [["/"], "Find shots"],
  [["J", "K"], "Next and previous shot"],
  [["←", "→", "↑", "↓"], "Move over the sheet"],
  [["Enter"], "Open the shot"],
  [["Esc"], "Close, or clear the search"],
  [["Space"], "Play or pause the open clip"],
  [[",", "."], "One frame back or on"],
  [["1", "–", "9"], "Show that take"],
  [["F"], "Full screen"],
  [["?"], "These keys"],
];

const filters: readonly (readonly [example: string, words: string])[] = [
  ["rain coat", "both words, anywhere"],
  ['"rain coat"', "these words together"],
  ["s:failed,blocked", "either state"],
  ["tag:hero", "a tag; * stands for anything"],
  ["product:mug", "title, handle or SKU"],
  ["ratio:9:16", "an aspect ratio"],
  ["loop:yes", "also model: res: duration: id: code: action: verdict:"],
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
