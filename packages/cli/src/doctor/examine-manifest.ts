import { type EngineLimits, formatUsd, MODEL_CARDS, ShotlistError } from "@shotlist/core";
import { inputsOf, type Manifest, type Shot } from "@shotlist/manifest";
import { checkUrls, pictureUrls } from "../check-urls.ts";
import type { Io } from "../io.ts";
import { dialectOf } from "../open-apis.ts";
import { uploadsOf } from "../upload-target.ts";
import { type Diagnosis, finding, fine, fromError } from "./diagnosis.ts";

/** Pictures that are named one by one before the rest is counted. */
const NAMED = 5;

/** Asks for each picture once, as Luma will. Nothing where a manifest has none. */
export async function examinePictures(
  shots: readonly Shot[],
  signal: AbortSignal,
): Promise<readonly Diagnosis[]> {
  const urls = shots.flatMap(pictureUrls);
  if (urls.length === 0) return [];
  const verdicts = [...(await checkUrls(urls, signal))];
  const there = verdicts.filter(([, { kind }]) => kind === "there").length;
  const wrong = verdicts.flatMap(([url, verdict]) => {
    if (verdict.kind === "there") return [];
    const words = `${url}: ${verdict.why}`;
    return verdict.kind === "no"
      ? [
          finding(
            "problem",
            "keyframes",
            "picture-missing",
            words,
            "Correct the URL, or make the picture public.",
          ),
        ]
      : [finding("warning", "keyframes", "picture-unsure", words, "Ask again later.")];
  });
  const worst = wrong.toSorted((a, b) => Number(b.level === "problem") - Number(a.level === "problem"));
  const all = `${there} of ${verdicts.length} keyframe ${verdicts.length === 1 ? "picture is" : "pictures are"} there`;
  return [
    ...worst.slice(0, NAMED),
    ...rest(worst.slice(NAMED)),
    ...(there > 0 ? [fine("keyframes", all)] : []),
  ];
}

function rest(left: readonly Diagnosis[]): readonly Diagnosis[] {
  const [first] = left;
  if (first?.code === undefined || first.level === "ok") return [];
  const words = `${left.length} more; shotlist validate MANIFEST --check-urls names them all`;
  return [finding(first.level, "keyframes", first.code, words)];
}

/** Says how many local files the shots are made from: that they can be read was found out with the manifest. */
export function examineFiles(shots: readonly Shot[]): readonly Diagnosis[] {
  const files = new Set(localFiles(shots).map(({ path }) => path));
  if (files.size === 0) return [];
  return [
    fine("files", `${files.size} local ${files.size === 1 ? "file is" : "files are"} there and can be read`),
  ];
}

const localFiles = (shots: readonly Shot[]): readonly { readonly path: string }[] =>
  shots.flatMap((shot) => inputsOf(shot).flatMap(([, media]) => (media.type === "file" ? [media] : [])));

/** Looks whether there are keys for the storage that a manifest names. Asks nobody. */
export function examineUploads(manifest: Manifest, env: Io["env"], simulated: boolean): readonly Diagnosis[] {
  const { uploads, shots } = manifest;
  if (uploads === undefined) return [];
  const isNeeded = localFiles(shots.filter((shot) => dialectOf(shot) !== "agents")).length > 0;
  try {
    uploadsOf(manifest, env, simulated);
    return [
      fine("uploads", `Storage at ${uploads.endpoint}: ${simulated ? "simulated" : "there are keys for it"}`),
    ];
  } catch (error) {
    return [fromError("uploads", error, isNeeded ? "problem" : "warning")];
  }
}

/** Says the limits that a run would keep to, and where they are above what the model cards know. */
export function examineLimits(manifest: Manifest, limits: EngineLimits): readonly Diagnosis[] {
  const models = new Set(manifest.shots.map(({ model }) => model));
  const cards = MODEL_CARDS.filter(({ model }) => models.has(model));
  const { concurrency, createsPerMinute } = limits;
  const wall = manifest.limits.maxSpendUsdE4;
  const most = wall === undefined ? "no max_spend_usd" : `at most ${formatUsd(wall)} in all`;
  const words = `${concurrency === "auto" ? "slots as the account allows" : `${concurrency} slots`}, ${createsPerMinute} creates a minute, ${most}`;
  const above = cards.find(
    (card) =>
      (concurrency !== "auto" && concurrency > card.limits.concurrency) ||
      createsPerMinute > card.limits.createsPerMinute,
  );
  if (above === undefined) return [fine("limits", words)];
  const { limits: known, title } = above;
  return [
    finding(
      "warning",
      "limits",
      "limits-above-card",
      `${words}; ${title} is known to allow ${known.concurrency} slots and ${known.createsPerMinute} creates a minute (${known.source.name}, ${known.source.asOf})`,
      "Keep it if the account has a higher tier; else lower `limits`.",
    ),
  ];
}

/** Counts a manifest's errors. */
export function faultyManifest(file: string, errors: number): Diagnosis {
  const words = `${file} has ${errors} ${errors === 1 ? "error" : "errors"}`;
  return finding(
    "problem",
    "manifest",
    "manifest-faulty",
    words,
    `shotlist validate ${file} shows each with its place.`,
  );
}

/** What a run of a manifest that cannot even be opened would fail with. */
export function unreadManifest(error: unknown): Diagnosis {
  if (error instanceof ShotlistError) return fromError("manifest", error);
  throw error;
}
