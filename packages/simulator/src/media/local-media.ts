import type { Account } from "../account.ts";
import type { Json } from "../json.ts";
import type { FetchedMedia } from "./fetched-media.ts";
import { measureMedia } from "./measure.ts";

/** How long Luma waits for a URL, and how much is read of it here. */
const PATIENCE_MS = 18_000;
const MAX_BYTES = 250_000_000;

/**
 * Fetches every URL of a request whose origin is one of `account.localOrigins`, as Luma's servers fetch public
 * ones, so that what is there can be judged. A redirect counts as an answer, not as the thing.
 */
export async function fetchLocalMedia(account: Account, body: Json): Promise<void> {
  if (account.localOrigins.size === 0) return;
  const urls = new Set(
    textsIn(body).filter((text) => account.localOrigins.has(URL.parse(text)?.origin ?? "")),
  );
  await Promise.all(
    [...urls].map(async (url) => {
      account.fetched.set(url, await fetchOne(url));
    }),
  );
}

async function fetchOne(url: string): Promise<FetchedMedia> {
  try {
    const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
    const bytes = Buffer.from(await answer.arrayBuffer());
    return { status: answer.status, facts: measureMedia(bytes.subarray(0, MAX_BYTES)) };
  } catch {
    return { status: 0, facts: undefined };
  }
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(textsIn);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
