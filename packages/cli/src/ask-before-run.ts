import { type FoundMatch, formatUsd, planCounts, ShotlistError } from "@shotlist/core";
import { estimateTable } from "@shotlist/reporter";
import { checkUrls, newPictureUrls, withoutMissingPictures } from "./check-urls.ts";
import { estimateOf } from "./estimate-of.ts";
import type { CommonFlags } from "./flags.ts";
import type { Io } from "./io.ts";
import { planLines } from "./plan-lines.ts";
import type { OpenStanding } from "./standing.ts";
import { oneLine } from "./terminal/text-width.ts";

/** Asks for the pictures that this run would use for the first time, before money is spent. */
export async function askForPictures(io: Io, standing: OpenStanding): Promise<OpenStanding> {
  const { plan, manifest, open } = standing;
  const urls = newPictureUrls(plan, manifest.shots, open);
  if (urls.length === 0) return standing;
  const verdicts = await checkUrls(urls, AbortSignal.timeout(120_000));
  for (const [url, verdict] of verdicts) {
    if (verdict.kind !== "there")
      io.stderr.write(
        `${verdict.kind === "no" ? "error" : "warning"}: ${oneLine(`${url}: ${verdict.why}`)}\n`,
      );
  }
  return { ...standing, plan: withoutMissingPictures(plan, manifest.shots, verdicts) };
}

/** Shows the plan and asks whether to spend; without a terminal a flag has to say so. Fails with `needs-agreement`. */
export async function agree(io: Io, flags: CommonFlags, standing: OpenStanding): Promise<boolean> {
  const counts = planCounts(standing.plan);
  if (flags.json !== true && flags.quiet !== true) showPlan(io, standing);
  if (counts.buys === 0 || flags.yes === true) return true;
  if (flags.maxSpend !== undefined && !io.isTerminal) return true;
  if (!io.isTerminal || flags.json === true) {
    throw new ShotlistError(
      "needs-agreement",
      `This run would buy ${counts.buys} takes for ${formatUsd(counts.priceUsdE4)}.`,
      {
        hint: "Without a terminal to ask on, say --yes, or a bound: --max-spend USD.",
        standing: "Nothing was sent.",
      },
    );
  }
  const what =
    flags.simulate === true ? "on the simulator, for no money" : `for ${formatUsd(counts.priceUsdE4)}`;
  const answer = await io.ask(`Make ${counts.buys} ${counts.buys === 1 ? "take" : "takes"} ${what}? [y/N] `);
  return /^y(es)?$/i.test(answer.trim());
}

function showPlan(io: Io, standing: OpenStanding): void {
  const columns = io.stdout.columns ?? 100;
  const lines = planLines(standing.plan, { color: io.color, columns, mostOfAKind: 12 });
  // What it would cost elsewhere belongs to `plan`; here it would stand between the price and the question.
  const here = { ...estimateOf(standing), comparisons: [] };
  io.stdout.write(`${lines.join("\n")}\n\n${estimateTable(here, { columns }).trimEnd()}\n\n`);
}

/**
 * Asks whether generations of the account are taken up that equal what would be bought.
 *
 * @throws ShotlistError `unowned-matches` without a terminal to ask on.
 */
export async function offerMatches(
  io: Io,
  flags: CommonFlags,
  matches: readonly FoundMatch[],
): Promise<boolean> {
  const shots = new Set(matches.map(({ shot }) => shot.id)).size;
  const what = `This state is new, but the account already has ${matches.length} ${matches.length === 1 ? "generation" : "generations"} equal to what would be bought for ${shots} ${shots === 1 ? "shot" : "shots"}`;
  if (io.isTerminal && flags.json !== true) {
    const answer = await io.ask(
      `${what}: perhaps its state was lost. Take them up instead of paying again? [Y/n] `,
    );
    return !/^n(o)?$/i.test(answer.trim());
  }
  const named = matches.slice(0, 3).map(({ shot, generation }) => `${shot.id} is ${generation.id}`);
  throw new ShotlistError(
    "unowned-matches",
    `${what}: ${named.join(", ")}${matches.length > 3 ? ", …" : ""}.`,
    {
      hint: "Say --adopt-matching to take them up without paying again, or --no-adopt-matching to buy new ones. If clips are on disk: shotlist state adopt MANIFEST --from-sidecars.",
      standing: "Nothing was sent and nothing was bought.",
    },
  );
}
