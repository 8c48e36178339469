import type { OpenState, Plan } from "@shotlist/core";
import { inputsOf, type Shot } from "@shotlist/manifest";
import pLimit from "p-limit";

/** What asking for a picture gave: it is there, it is certainly not, or nobody answered. */
export type UrlVerdict =
  | { readonly kind: "there" }
  | { readonly kind: "no"; readonly why: string }
  | { readonly kind: "unsure"; readonly why: string };

const AT_ONCE = 16;
const TIMEOUT_MS = 15_000;
/** Luma takes pictures up to this size. Source: Agents FAQ, read 2026-11-23. */
const MOST_BYTES = 50_000_000;
const DEFINITE_NO = new Set([400, 401, 403, 404, 405, 406, 410, 451]);

/**
 * Asks for each URL once, the way that Luma will: is a picture there?
 *
 * Only a definite no counts against a picture; a slow or broken server may be well again when Luma asks.
 */
export async function checkUrls(
  urls: Iterable<string>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, UrlVerdict>> {
  const limit = pLimit(AT_ONCE);
  const entries = [...new Set(urls)].map((url) =>
    limit(async () => [url, await checkUrl(url, signal)] as const),
  );
  return new Map(await Promise.all(entries));
}

async function checkUrl(url: string, signal: AbortSignal): Promise<UrlVerdict> {
  try {
    // GET, since many image servers answer HEAD wrongly; the body is not read.
    const response = await fetch(url, {
      headers: { accept: "image/*", range: "bytes=0-0" },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    return judge(response);
  } catch (error) {
    const cause = (error as { cause?: { code?: string } }).cause?.code;
    if (cause === "ENOTFOUND") return { kind: "no", why: "there is no such host" };
    return { kind: "unsure", why: cause ?? (error as Error).message };
  }
}

function judge(response: Response): UrlVerdict {
  if (DEFINITE_NO.has(response.status)) return { kind: "no", why: `the server answers ${response.status}` };
  if (!response.ok && response.status !== 416) {
    return { kind: "unsure", why: `the server answers ${response.status}` };
  }
  const type = response.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type !== "" && !type.startsWith("image/") && type !== "application/octet-stream") {
    return { kind: "no", why: `it is not a picture but ${type}` };
  }
  const total =
    response.headers.get("content-range")?.split("/")[1] ?? response.headers.get("content-length");
  if (total !== null && Number(total) > MOST_BYTES) {
    return { kind: "no", why: `it has ${Math.round(Number(total) / 1e6)} MB, Luma takes up to 50 MB` };
  }
  return { kind: "there" };
}

/** The URLs of pictures that a shot is made from. */
export function pictureUrls(shot: Shot): string[] {
  return inputsOf(shot).flatMap(([, media]) => (media.type === "image" ? [media.url] : []));
}

/** The picture URLs that this plan would send for the first time: no take of the state has used them. */
export function newPictureUrls(
  plan: Plan,
  shots: readonly Shot[],
  { snapshot, settled }: OpenState,
): string[] {
  const used = new Set(snapshot.takes.flatMap(({ request }) => requestUrls(request.body)));
  for (const shot of shots) {
    if (settled.takesOf.has(shot.id)) for (const url of pictureUrls(shot)) used.add(url);
  }
  const buying = new Set(
    plan.actions.filter(({ buys, selected }) => buys > 0 && selected).map(({ shotId }) => shotId),
  );
  return shots
    .filter(({ id }) => buying.has(id))
    .flatMap((shot) => pictureUrls(shot).filter((url) => !used.has(url)));
}

function requestUrls(body: object): string[] {
  return Object.values(body).flatMap((value) => {
    if (typeof value === "string") return /^https?:/.test(value) ? [value] : [];
    return typeof value === "object" && value !== null ? requestUrls(value) : [];
  });
}

/** The plan without the shots whose pictures are certainly not there: they wait for a person instead. */
export function withoutMissingPictures(
  plan: Plan,
  shots: readonly Shot[],
  verdicts: ReadonlyMap<string, UrlVerdict>,
): Plan {
  const byId = new Map(shots.map((shot) => [shot.id, shot]));
  const actions = plan.actions.map((action) => {
    const shot = byId.get(action.shotId);
    if (shot === undefined || action.buys === 0) return action;
    for (const url of pictureUrls(shot)) {
      const verdict = verdicts.get(url);
      if (verdict?.kind === "no") {
        return {
          ...action,
          kind: "blocked" as const,
          buys: 0,
          priceUsdE4: 0,
          reason: `its picture ${url} cannot be used: ${verdict.why}`,
        };
      }
    }
    return action;
  });
  return { ...plan, actions };
}
