/**
 * When a signed link dies, as the link itself says: Amazon and Google signatures (a date and a lifetime),
 * CloudFront and old S3 ones (`Expires` in Unix seconds), Azure ones (`se`, ISO 8601).
 *
 * @returns Unix milliseconds by the signer's clock; undefined where the link says nothing readable.
 */
export function linkExpiresAtMs(link: string): number | undefined {
  const query = URL.parse(link)?.searchParams;
  if (query === undefined) return undefined;
  const get = lowerCased(query);
  return (
    signedAtPlus(get("x-amz-date"), get("x-amz-expires")) ??
    signedAtPlus(get("x-goog-date"), get("x-goog-expires")) ??
    unixSeconds(get("expires")) ??
    isoDate(get("se"))
  );
}

/**
 * How long a signed link lives from its signing, as Amazon and Google signatures say; for a link that does
 * not say when that was.
 *
 * @returns milliseconds; undefined where the link says nothing readable.
 */
export function linkLifeMs(link: string): number | undefined {
  const query = URL.parse(link)?.searchParams;
  if (query === undefined) return undefined;
  const get = lowerCased(query);
  return lifeMs(get("x-amz-expires")) ?? lifeMs(get("x-goog-expires"));
}

function lowerCased(query: URLSearchParams): (name: string) => string | undefined {
  const values = new Map<string, string>();
  for (const [name, value] of query) values.set(name.toLowerCase(), value);
  return (name) => values.get(name);
}

function signedAtPlus(date: string | undefined, lifetimeS: string | undefined): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date ?? "");
  const lifetimeMs = lifeMs(lifetimeS);
  if (parts === null || lifetimeMs === undefined) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const startMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(startMs) ? undefined : startMs + lifetimeMs;
}

function lifeMs(seconds: string | undefined): number | undefined {
  return seconds !== undefined && /^\d{1,9}$/.test(seconds) ? Number(seconds) * 1000 : undefined;
}

function unixSeconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{9,11}$/.test(text) ? Number(text) * 1000 : undefined;
}

function isoDate(text: string | undefined): number | undefined {
  const timeMs = /^\d{4}-\d\d-\d\dT/.test(text ?? "") ? Date.parse(text ?? "") : Number.NaN;
  return Number.isNaN(timeMs) ? undefined : timeMs;
}
