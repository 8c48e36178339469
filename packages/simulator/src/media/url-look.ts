import type { Account } from "../account.ts";
import { stateAt } from "../book/generation.ts";
import { assetOf } from "../cdn/asset-path.ts";
import { lookOfGeneration, lookOfMedia, type SourceLook } from "./source-look.ts";

/** What a simulated Luma finds at a URL. */
export type UrlLook =
  | { readonly kind: "found"; readonly look: SourceLook }
  /** Answered with another status than 200. */
  | { readonly kind: "http"; readonly status: number }
  /** Fetched, and no picture or clip. */
  | { readonly kind: "other" }
  | { readonly kind: "unreachable" };

/**
 * What is at a URL: links of the simulator's own CDN are known, URLs on this machine that it may fetch were
 * fetched before (see `fetchLocalMedia`), and any other counts as good unless Luma's servers could not reach it.
 *
 * @param expected - what it should be, where nothing is known.
 */
export function lookAtUrl(account: Account, url: string, expected: "image" | "video"): UrlLook {
  const fetched = account.fetched.get(url);
  if (fetched !== undefined) {
    if (fetched.status === 0) return { kind: "unreachable" };
    if (fetched.status !== 200) return { kind: "http", status: fetched.status };
    if (fetched.facts === undefined) return { kind: "other" };
    return { kind: "found", look: lookOfMedia(url, expected, fetched.facts) };
  }
  const parsed = URL.parse(url);
  if (parsed === null || !account.canFetch(url)) return { kind: "unreachable" };
  const asset = parsed.origin === account.cdnOrigin() ? assetOf(parsed.pathname) : undefined;
  if (asset === undefined) return { kind: "found", look: lookOfMedia(url, expected, undefined) };
  if (account.links.check(parsed.pathname, parsed.searchParams) !== "good")
    return { kind: "http", status: 403 };
  const generation = account.book.find(asset.id);
  if (generation === undefined || stateAt(generation, account.clock.nowMs()) !== "completed")
    return { kind: "http", status: 404 };
  const look = lookOfGeneration(generation);
  if (asset.name === "video.mp4") return { kind: "found", look };
  if (asset.name === "frames.zip") return { kind: "other" };
  return { kind: "found", look: { ...look, medium: "image", seconds: 0 } };
}
