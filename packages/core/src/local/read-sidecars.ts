import { readdir, readFile, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { type ByInput, type JsonObject, safeSegment } from "@shotlist/manifest";
import { requestHash } from "../take/request-hash.ts";
import type { Account, ClipFacts, Dialect } from "../take/take.ts";
import { clipPathOnDisk } from "./clip-path.ts";
import { errorCode } from "./disk-error.ts";
import { sha256OfFile } from "./hash-file.ts";
import { type ClipMeasures, measure } from "./measure-clip.ts";

/** What lies beside a clip: enough to know what it is, whose it is, and what it cost. */
export interface Sidecar {
  readonly shotId: string;
  readonly take: number;
  readonly fingerprint: string;
  readonly wanted: JsonObject;
  readonly generationId: string;
  readonly account: Account;
  readonly model: string;
  readonly resolution: string;
  readonly duration: string;
  readonly request: { readonly path: string; readonly body: JsonObject };
  readonly requestHash: string;
  readonly upstream: ByInput<string>;
  readonly priceUsdE4: number | null;
  readonly bytes: number;
  readonly sha256: string;
  readonly attachments?: ClipFacts["attachments"];
}

/** A clip of ours as it lies on disk. */
export interface FoundClip {
  /** Path inside the output folder, with `/`. */
  readonly file: string;
  readonly sidecar: Sidecar;
  /** When the sidecar was written: when the clip got its name. */
  readonly writtenAtMs: number;
  /** The clip's measures; undefined where the clip is gone, changed, or not whole: then it can be fetched again. */
  readonly measures?: ClipMeasures & Pick<ClipFacts, "attachments">;
}

/** What an output folder holds. */
export interface FoundClips {
  readonly clips: readonly FoundClip[];
  /** Sidecars of ours that cannot be read, as paths inside the folder. */
  readonly unreadable: readonly string[];
}

const DIALECTS: readonly string[] = ["dream-machine", "agents", "crazyrouter"] satisfies Dialect[];

/** A sidecar is a few kilobytes; whatever is much larger is none of ours. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * Reads every sidecar in an output folder, and checks the clip beside each, byte for byte. Files of others are
 * passed over; links are not followed. An absent folder holds nothing.
 */
export async function readSidecars(dir: string): Promise<FoundClips> {
  const clips: FoundClip[] = [];
  const unreadable: string[] = [];
  for await (const { file, sidecar } of oursIn(dir)) {
    if (sidecar === undefined) {
      unreadable.push(file);
      continue;
    }
    const clip = file.replace(/\.json$/, "");
    const measures = await measuresOf(dir, clip, sidecar);
    const { mtimeMs } = await stat(join(dir, file));
    clips.push({
      file: clip,
      sidecar,
      writtenAtMs: Math.round(mtimeMs),
      ...(measures === undefined ? {} : { measures }),
    });
  }
  return { clips, unreadable };
}

/** Reads every sidecar in an output folder that can be read, without a look at the clips. */
export async function listSidecars(dir: string): Promise<readonly Sidecar[]> {
  const sidecars: Sidecar[] = [];
  for await (const { sidecar } of oursIn(dir)) if (sidecar !== undefined) sidecars.push(sidecar);
  return sidecars;
}

/** Every file that says it is a sidecar of ours; undefined where it cannot be read as one. */
async function* oursIn(
  dir: string,
): AsyncGenerator<{ readonly file: string; readonly sidecar: Sidecar | undefined }> {
  for (const file of await sidecarFiles(dir)) {
    const text = await readFile(join(dir, file), "utf8").catch(() => undefined);
    const value = text === undefined || text.length > MOST_BYTES ? undefined : parse(text);
    if (value !== undefined && "shotlist" in value) yield { file, sidecar: toSidecar(value) };
  }
}

const SIDECAR = /\.(?:mp4|jpg|png)\.json$/;

async function sidecarFiles(dir: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && SIDECAR.test(entry.name))
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(dir.length + 1)
          .split(sep)
          .join("/"),
      )
      .sort();
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}

async function measuresOf(
  dir: string,
  file: string,
  { bytes, sha256, attachments }: Sidecar,
): Promise<FoundClip["measures"]> {
  try {
    const path = join(dir, file);
    const check = await measure(path, file.endsWith(".mp4") ? undefined : "image");
    if (!check.ok || (await sha256OfFile(path)) !== sha256 || bytes <= 0) return undefined;
    for (const beside of attachments ?? []) {
      if ((await sha256OfFile(clipPathOnDisk(dir, beside.file))) !== beside.sha256) return undefined;
    }
    const { ok: _ok, ...measures } = check;
    return attachments === undefined ? measures : { ...measures, attachments };
  } catch {
    return undefined;
  }
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function toSidecar(value: Readonly<Record<string, unknown>>): Sidecar | undefined {
  const text = (name: string): string => (typeof value[name] === "string" ? value[name] : "");
  const { take, wanted, request, upstream, priceUsdE4, bytes } = value;
  const shotId = text("shot");
  // A sidecar can come from anywhere, and an id names a folder.
  if (safeSegment(shotId) !== shotId) return undefined;
  const sound =
    Number.isInteger(take) &&
    (take as number) >= 1 &&
    isObject(wanted) &&
    isObject(request) &&
    typeof request["path"] === "string" &&
    isObject(request["body"]) &&
    DIALECTS.includes(text("dialect")) &&
    ["shot", "fingerprint", "generation", "origin", "keyHash", "sha256"].every((name) => text(name) !== "");
  if (!sound) return undefined;
  return {
    shotId,
    take: take as number,
    fingerprint: text("fingerprint"),
    wanted: wanted as JsonObject,
    generationId: text("generation"),
    account: { dialect: text("dialect") as Dialect, origin: text("origin"), keyHash: text("keyHash") },
    model: text("model"),
    resolution: text("resolution"),
    duration: text("duration"),
    ...requestOf(request),
    upstream: upstreamOf(upstream),
    priceUsdE4: Number.isInteger(priceUsdE4) && (priceUsdE4 as number) >= 0 ? (priceUsdE4 as number) : null,
    bytes: Number.isInteger(bytes) ? (bytes as number) : 0,
    sha256: text("sha256"),
    ...attachmentsOf(value["attachments"]),
  };
}

function attachmentsOf(value: unknown): Pick<Sidecar, "attachments"> {
  if (!Array.isArray(value)) return {};
  const attachments = value.flatMap((item: unknown) => {
    if (!isObject(item)) return [];
    const { file, bytes, sha256 } = item;
    const sound = typeof file === "string" && typeof bytes === "number" && typeof sha256 === "string";
    return sound ? [{ file, bytes, sha256 }] : [];
  });
  return { attachments };
}

const INPUT = /^(?:frame[01]|source|(?:guide|reference)\d{1,3})$/;

function upstreamOf(value: unknown): ByInput<string> {
  if (!isObject(value)) return {};
  const entries = Object.entries(value).filter(([name, id]) => INPUT.test(name) && typeof id === "string");
  return Object.fromEntries(entries) as ByInput<string>;
}

function requestOf(value: Readonly<Record<string, unknown>>): Pick<Sidecar, "request" | "requestHash"> {
  const request = { path: value["path"] as string, body: value["body"] as JsonObject };
  return { request, requestHash: requestHash(request) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
