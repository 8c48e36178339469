import { slug } from "../expand/slug.ts";
import type { Limits, Output } from "../manifest.ts";
import { didYouMean } from "../nearest.ts";
import type { ProblemList } from "../problem-list.ts";
import {
  type Located,
  type LocatedMap,
  member,
  numberOf,
  placeOf,
  placeOfSpan,
  textOf,
} from "../source/located.ts";
import { readUsd } from "./read-usd.ts";
import { readWindow } from "./read-window.ts";

/** The folder that clips go to unless the manifest says otherwise. */
const DEFAULT_OUTPUT_DIR = "renders";
/** The template of a clip's path unless the manifest says otherwise. */
export const DEFAULT_OUTPUT_FILE = "{{ shot.id }}/take-{{ take.number }}.mp4";

/** The manifest's own name, or one made from its file's. */
export function readName(root: LocatedMap | undefined, file: string): string {
  const said = textOf(member(root, "name"));
  if (said !== undefined) return said;
  const base = file.replace(/^.*[\\/]/s, "").replace(/\.[A-Za-z0-9]+$/, "");
  const plain = base.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+|-+$/g, "");
  return plain || slug(base) || "manifest";
}

/**
 * Reads `limits`, leaving out what the schema has refused.
 *
 * Reports `window-invalid`, `money-too-fine` and `poll-bounds`.
 */
export function readLimits(node: Located | undefined, problems: ProblemList): Limits {
  const limits: { -readonly [K in keyof Limits]: Limits[K] } = {};
  const concurrency = countOrAuto(member(node, "concurrency"));
  if (concurrency !== undefined) limits.concurrency = concurrency;
  const downloads = countOrAuto(member(node, "downloads"));
  if (downloads !== undefined) limits.downloads = downloads;
  for (const [field, name] of NUMBER_LIMITS) {
    const value = numberOf(member(node, field));
    if (value !== undefined) limits[name] = value;
  }
  const maxSpend = member(node, "max_spend_usd");
  const maxSpendUsdE4 = maxSpend === undefined ? undefined : readUsd(maxSpend, problems);
  if (maxSpendUsdE4 !== undefined) limits.maxSpendUsdE4 = maxSpendUsdE4;
  const window = readWindowAt(member(node, "window"), problems);
  if (window !== undefined) limits.window = window;
  checkPollBounds(node, limits, problems);
  return limits;
}

const NUMBER_LIMITS = [
  ["requests_per_minute", "requestsPerMinute"],
  ["retries", "retries"],
  ["request_timeout_s", "requestTimeoutS"],
  ["confirm_after_s", "confirmAfterS"],
  ["poll_min_s", "pollMinS"],
  ["poll_max_s", "pollMaxS"],
  ["generation_timeout_s", "generationTimeoutS"],
] as const;

function countOrAuto(node: Located | undefined): number | "auto" | undefined {
  return textOf(node) === "auto" ? "auto" : numberOf(node);
}

function readWindowAt(node: Located | undefined, problems: ProblemList): Limits["window"] {
  const text = textOf(node);
  if (node === undefined || text === undefined) return undefined;
  const read = readWindow(text);
  if ("window" in read) return read.window;
  problems.add(
    "window-invalid",
    placeOf(node),
    `The window "${text}" cannot be used: ${read.fault}.`,
    read.hint === undefined ? {} : { hint: read.hint },
  );
  return undefined;
}

function checkPollBounds(node: Located | undefined, limits: Limits, problems: ProblemList): void {
  const shortest = member(node, "poll_min_s");
  const longest = member(node, "poll_max_s");
  const place = shortest ?? longest;
  const { pollMinS = 1, pollMaxS = 30 } = limits;
  if (place === undefined || pollMinS <= pollMaxS) return;
  problems.add(
    "poll-bounds",
    placeOf(place),
    `poll_min_s (${pollMinS}) is longer than poll_max_s (${pollMaxS}).`,
  );
}

/** Reads `output`, defaults filled in. Its template is checked by the rule for output paths. */
export function readOutput(node: Located | undefined): Output {
  return {
    dir: textOf(member(node, "dir")) ?? DEFAULT_OUTPUT_DIR,
    file: textOf(member(node, "file")) ?? DEFAULT_OUTPUT_FILE,
  };
}

/**
 * The fields of the profile that was asked for, or undefined. Reports `profile-unknown` where the manifest's profiles
 * stand, or at its beginning.
 */
export function readProfile(
  root: LocatedMap,
  name: string | undefined,
  problems: ProblemList,
): Located | undefined {
  if (name === undefined) return undefined;
  const profiles = member(root, "profiles");
  const profile = member(profiles, name);
  if (profile !== undefined) return profile;
  const names = profiles?.kind === "map" ? [...profiles.entries.keys()] : [];
  const { source } = root.span;
  const place =
    profiles === undefined
      ? source.place(0, 1)
      : placeOfSpan(root.entries.get("profiles")?.key ?? profiles.span);
  const known = names.length === 0 ? "The manifest has no profiles." : `Known are: ${names.join(", ")}.`;
  problems.add("profile-unknown", place, `There is no profile "${name}".`, {
    hint: didYouMean(name, names) || known,
  });
  return undefined;
}
