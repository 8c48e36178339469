import {
  type ActionKind,
  type CostDifference,
  type Estimate,
  formatUsd,
  type Plan,
  type PlanAction,
} from "@shotlist/core/read-model";
import { changeCounts, changeWords, differenceInAll, shotPrices } from "../words/difference-words.ts";
import { countOf, formatCount } from "../words/show-values.ts";
import { estimateRows } from "./estimate.ts";
import { markdownCode, markdownTable, markdownText } from "./markdown-text.ts";

/** What a plan is told with as Markdown. */
export interface PlanMarkdown {
  readonly plan: Plan;
  readonly estimate: Estimate;
  /** Against another manifest, with its name. */
  readonly comparison?: { readonly other: string; readonly difference: CostDifference };
  readonly simulated: boolean;
}

/** A list of up to this many rows is shown at once; a longer one is folded up. */
const OPEN_ROWS = 10;
/** GitHub takes comments of 65,536 characters; the lists of shots leave room for the rest. */
const MOST_LIST_CHARACTERS = 50_000;
/** A reason may quote a message of any length. */
const MOST_REASON = 200;

const KINDS: readonly (readonly [kind: ActionKind, title: string])[] = [
  ["new", "New"],
  ["changed", "Changed, made again"],
  ["retry", "Failed before, tried again"],
  ["retake", "Rejected, made again"],
  ["more-takes", "More takes"],
  ["blocked", "Waiting for a person"],
  ["resume", "Under way"],
  ["download", "Made, to be fetched"],
  ["removed", "No longer in the manifest"],
  ["done", "Done, left as they are"],
];

/**
 * A plan as Markdown for a pull request: the sums, what is made and why, with prices, and the difference to another
 * manifest. Equal plans give equal text. Whatever stands in a manifest shows as what it is. Ends with a line break.
 */
export function planMarkdown({ plan, estimate, comparison, simulated }: PlanMarkdown): string {
  const selected = plan.actions.filter((action) => action.selected);
  const byKind = Map.groupBy(selected, ({ kind }) => kind);
  const budget = { characters: MOST_LIST_CHARACTERS };
  const lists = KINDS.filter(([kind]) => kind !== "done").flatMap(([kind, title]) =>
    list(title, (byKind.get(kind) ?? []).map(actionCells), ACTION_HEAD, budget),
  );
  const left = plan.actions.filter((action) => !action.selected && action.kind !== "removed").length;
  return `${[
    `### Plan for ${markdownCode(plan.name)}${simulated ? " (simulated)" : ""}`,
    "",
    ...sums(estimate, comparison),
    "",
    ...kindTable(byKind),
    ...(left > 0 ? ["", `${countOf(left, "shot")} not selected, left as they are.`] : []),
    ...lists,
    ...(comparison === undefined ? [] : differenceList(comparison, budget)),
  ].join("\n")}\n`;
}

function sums(estimate: Estimate, comparison: PlanMarkdown["comparison"]): readonly string[] {
  const rows = estimateRows(estimate).map(([name, value]) => [name, markdownMoney(value)]);
  if (comparison !== undefined) {
    const { other, difference } = comparison;
    rows.push([`Against ${markdownCode(other)}`, `**${markdownMoney(differenceInAll(difference))}**`]);
  }
  const [first = ["", ""], ...rest] = rows;
  return markdownTable(
    first.map((cell) => `**${cell}**`),
    rest,
  );
}

/** A dollar sign may begin a formula, and here it never does. */
const markdownMoney = (words: string): string => words.replaceAll("$", "&#36;");

function kindTable(byKind: ReadonlyMap<ActionKind, readonly PlanAction[]>): readonly string[] {
  const rows = KINDS.flatMap(([kind, title]) => {
    const actions = byKind.get(kind) ?? [];
    if (actions.length === 0) return [];
    const takes = actions.reduce((sum, { buys }) => sum + buys, 0);
    return [[title, formatCount(actions.length), takes === 0 ? "" : formatCount(takes), priceCell(actions)]];
  });
  if (rows.length === 0) return ["Nothing is selected."];
  return markdownTable(["What", "Shots", "Takes", "Price"], rows, [1, 2, 3]);
}

function priceCell(actions: readonly PlanAction[]): string {
  if (actions.every(({ buys }) => buys === 0)) return "";
  const known = actions.reduce((sum, { priceUsdE4 }) => sum + (priceUsdE4 ?? 0), 0);
  const unknown = actions.reduce((sum, { priceUsdE4, buys }) => sum + (priceUsdE4 === null ? buys : 0), 0);
  if (unknown === 0) return markdownMoney(formatUsd(known));
  const words = countOf(unknown, "unknown price");
  return known === 0 ? words : markdownMoney(`${formatUsd(known)} plus ${words}`);
}

const ACTION_HEAD = ["Shot", "Why", "Takes", "Price each", "Price"] as const;

function actionCells(action: PlanAction): readonly string[] {
  const { shotId, reason, buys, priceUsdE4, renamedFrom } = action;
  const why = markdownText(cut(reason));
  const renamed = renamedFrom === undefined ? "" : ` (was ${markdownCode(renamedFrom)})`;
  const prices =
    buys === 0
      ? ["", "", ""]
      : [formatCount(buys), ...[priceUsdE4 === null ? null : priceUsdE4 / buys, priceUsdE4].map(formatUsd)];
  return [markdownCode(shotId) + renamed, why, ...prices.map(markdownMoney)];
}

function cut(text: string): string {
  return text.length <= MOST_REASON ? text : `${text.slice(0, MOST_REASON)}…`;
}

function differenceList(
  { other, difference }: NonNullable<PlanMarkdown["comparison"]>,
  budget: { characters: number },
): readonly string[] {
  const rows = difference.shots
    .filter(({ change, renamedFrom }) => change !== "unchanged" || renamedFrom !== undefined)
    .map((shot) => [
      markdownCode(shot.shotId),
      markdownText(cut(changeWords(shot))),
      markdownMoney(shotPrices(shot)),
    ]);
  const title = `Against ${markdownCode(other)}: ${changeCounts(difference)}`;
  if (rows.length === 0) return ["", `**${title}**`];
  return list(title, rows, ["Shot", "What", "Price"], budget);
}

/** A list of rows under its title, folded up when it is long, cut off when the budget is used up. */
function list(
  title: string,
  rows: readonly (readonly string[])[],
  head: readonly string[],
  budget: { characters: number },
): readonly string[] {
  if (rows.length === 0) return [];
  const shown = rows.filter((row) => {
    const length = row.join(" | ").length + 5;
    if (budget.characters < length) return false;
    budget.characters -= length;
    return true;
  });
  const left = rows.length - shown.length;
  const right = head.flatMap((name, column) =>
    name === "Shot" || name === "Why" || name === "What" ? [] : [column],
  );
  const table = shown.length === 0 ? [] : markdownTable(head, shown, right);
  const body = [...table, ...(left > 0 ? ["", `… and ${formatCount(left)} more.`] : [])];
  const count = title.startsWith("Against") ? title : `${title}: ${countOf(rows.length, "shot")}`;
  if (rows.length <= OPEN_ROWS) return ["", `**${count}**`, "", ...body];
  return ["", "<details>", `<summary>${count}</summary>`, "", ...body, "", "</details>"];
}
