/**
 * USD for 5 s. MADE UP: no price of Crazyrouter for Luma is published. They are positive and unlike Luma's own,
 * so that a client that takes one for the other is found out.
 */
const FIVE_SECONDS_USD: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "ray-v1": { "540p": 0.21, "720p": 0.37, "1080p": 0.83 },
  "ray-v2": { "540p": 0.33, "720p": 0.58, "1080p": 1.31 },
};

/** What a video costs at the gateway, USD × 10⁴; longer ones in proportion. An extension is one of 5 s. */
export function crazyrouterPriceUsdE4(options: {
  readonly modelName: string;
  readonly resolution: string;
  readonly seconds: number;
}): number {
  const usd = FIVE_SECONDS_USD[options.modelName]?.[options.resolution] ?? 0.58;
  return Math.round((usd * options.seconds * 10_000) / 5);
}
