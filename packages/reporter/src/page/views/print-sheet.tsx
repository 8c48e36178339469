import type { JSX } from "preact";
import { countOf } from "../../words/show-values.ts";
import type { ShotGroup } from "../arrange/group-shots.ts";
import { ratioNumber, stageWidth } from "../arrange/layout-grid.ts";
import { Card } from "./card.tsx";

/** Beyond this nobody wants the paper, and the frames would not fit into memory at once. */
export const mostPrinted = 600;

/** About the size of a printed card, in CSS pixels; the paper decides the rest. */
const printedCell = { width: 228, height: 246 };

/** What the printed sheet needs. */
export interface PrintSheetProps {
  readonly groups: readonly ShotGroup[];
  readonly clipsBase: string;
  /** The filter as it was typed, to say on paper what is shown. */
  readonly query: string;
  readonly frameNumbers: ReadonlyMap<string, number>;
}

/** All cards of the filter, one after the other, for paper: nothing is left out because it was not in view. */
export function PrintSheet({ groups, clipsBase, query, frameNumbers }: PrintSheetProps): JSX.Element {
  let room = mostPrinted;
  const total = groups.reduce((sum, group) => sum + group.shots.length, 0);
  return (
    <div class="print-sheet">
      {query !== "" && (
        <p class="print-filter">
          {countOf(total, "shot")} for <code>{query}</code>
        </p>
      )}
      {groups.map((group) => {
        const shots = group.shots.slice(0, Math.max(0, room));
        room -= group.shots.length;
        if (shots.length === 0) return null;
        return (
          <section key={group.key}>
            {group.title !== "" && <h2 class="group-title">{group.title}</h2>}
            <ul>
              {shots.map((shot) => (
                <li key={shot.id}>
                  <Card
                    shot={shot}
                    frameNumber={frameNumbers.get(shot.id) ?? 0}
                    clipsBase={clipsBase}
                    density="full"
                    stageWidth={stageWidth(ratioNumber(shot.aspectRatio), printedCell)}
                    stageHeight={128}
                    tabStop={false}
                    cell={-1}
                    onOpen={() => {}}
                    onMove={() => {}}
                  />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
      {total > mostPrinted && (
        <p class="print-rest">
          {countOf(total - mostPrinted, "more shot")} not printed; narrow the filter to print them.
        </p>
      )}
    </div>
  );
}
