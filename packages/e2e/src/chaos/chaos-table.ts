import type { BatchReport } from "./batch.ts";
import { brokenLaws, type CampaignReport } from "./campaign.ts";
import type { OpenTake } from "./open-takes.ts";

type Row = readonly [name: string, ...values: readonly string[]];

const NAMES = { "dream-machine": "Dream Machine", agents: "Agents", crazyrouter: "Crazyrouter" } as const;

/** The tables of one or more campaigns, as Markdown. */
export function chaosTables(campaigns: readonly CampaignReport[]): string {
  const names = campaigns.map(({ dialect }) => NAMES[dialect]);
  return [
    table(
      ["", ...names],
      SUMMARY.map(([name, value]) => [name, ...campaigns.map(value)] as Row),
    ),
    "Takes that were settled by hand, from the API's books, with `shotlist resolve --from FILE`:",
    table(
      ["State", "Reason", "Command", ...names],
      openRows(campaigns, ({ byHand }) => byHand),
    ),
    "Takes left open, with their reasons and the command that settles each:",
    table(
      ["State", "Reason", "Command", ...names],
      openRows(campaigns, ({ audit }) => audit.open),
    ),
    "Kills by the step at which the process died:",
    countTable(campaigns, names, "Step", ({ kills }) => kills),
    "Faults that struck, by kind:",
    countTable(campaigns, names, "Fault", ({ faults }) => faults),
    "Changes of the manifest between kills:",
    countTable(campaigns, names, "Change", ({ edits }) => edits),
  ].join("\n\n");
}

const SUMMARY: readonly (readonly [string, (campaign: CampaignReport) => string])[] = [
  ["seed", ({ seed }) => String(seed)],
  ["batches × shots", ({ batches, shots }) => `${batches.length} × ${shots}`],
  ["kills", ({ batches }) => number(sum(batches, ({ kills }) => total(kills)))],
  [
    "… at a named step",
    ({ batches }) => number(sum(batches, ({ kills }) => total(kills) - (kills["a random moment"] ?? 0))),
  ],
  ["runs", ({ batches }) => number(sum(batches, ({ runs }) => runs))],
  ["faults that struck", ({ batches }) => number(sum(batches, ({ faults }) => total(faults)))],
  ["takes wanted at the end", ({ batches }) => number(sum(batches, ({ audit }) => audit.wanted))],
  ["… with a clip", ({ batches }) => number(sum(batches, ({ audit }) => audit.made))],
  ["generations paid", ({ batches }) => number(sum(batches, ({ audit }) => audit.paid))],
  ["generations refunded", ({ batches }) => number(sum(batches, ({ audit }) => audit.refunded))],
  ["**duplicates**", ({ batches }) => `**${sum(batches, ({ audit }) => audit.duplicates.length)}**`],
  [
    "late accepts beyond `confirm_after_s`",
    ({ batches }) => number(sum(batches, ({ audit }) => audit.beyond)),
  ],
  ["… reported as paid twice", ({ batches }) => number(sum(batches, ({ audit }) => audit.reported))],
  [
    "… gone from the API before a run could see them",
    ({ batches }) => number(sum(batches, ({ audit }) => audit.unknowable)),
  ],
  ["**lost**", ({ batches }) => `**${sum(batches, ({ audit }) => audit.lost.length)}**`],
  ["clips whole", ({ batches }) => number(sum(batches, ({ audit }) => audit.wholeClips))],
  ["**clips corrupt**", ({ batches }) => `**${sum(batches, ({ audit }) => audit.corrupt.length)}**`],
  ["settled by hand", ({ batches }) => number(sum(batches, ({ byHand }) => byHand.length))],
  ["takes left open", ({ batches }) => number(sum(batches, ({ audit }) => audit.open.length))],
  [
    "… without a reason or a command",
    ({ batches }) => number(sum(batches, ({ audit }) => audit.unexplained.length)),
  ],
  [
    "runs that ended with a fault of shotlist",
    ({ batches }) => number(sum(batches, ({ crashes }) => crashes.length)),
  ],
  ["broken laws in all", (campaign) => number(brokenLaws(campaign).length)],
];

function openRows(
  campaigns: readonly CampaignReport[],
  openOf: (batch: BatchReport) => readonly OpenTake[],
): Row[] {
  const rows = new Map<string, number[]>();
  for (const [place, { batches }] of campaigns.entries()) {
    for (const { state, reason, command } of batches.flatMap(openOf)) {
      const key = [state, reason, `\`${command}\``].join("\n");
      const counts = rows.get(key) ?? campaigns.map(() => 0);
      counts[place] = (counts[place] ?? 0) + 1;
      rows.set(key, counts);
    }
  }
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([key, counts]) => [...key.split("\n"), ...counts.map(number)] as unknown as Row);
}

function countTable(
  campaigns: readonly CampaignReport[],
  names: readonly string[],
  title: string,
  countsOf: (batch: BatchReport) => Readonly<Record<string, number>>,
): string {
  const kinds = new Set(
    campaigns.flatMap(({ batches }) => batches.flatMap((batch) => Object.keys(countsOf(batch)))),
  );
  const rows = [...kinds].sort().map((kind): Row => {
    const counts = campaigns.map(({ batches }) => sum(batches, (batch) => countsOf(batch)[kind] ?? 0));
    return [kind, ...counts.map(number)];
  });
  return table([title, ...names], rows);
}

function table(head: readonly string[], rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

const number = (value: number): string => value.toLocaleString("en-US");

const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((a, b) => a + b, 0);

function sum(batches: readonly BatchReport[], countOf: (batch: BatchReport) => number): number {
  return batches.reduce((all, batch) => all + countOf(batch), 0);
}
