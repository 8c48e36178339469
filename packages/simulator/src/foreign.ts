import type { Account } from "./account.ts";
import { agentsPriceUsdE4 } from "./agents/price.ts";
import type { SimulatedGeneration } from "./book/generation.ts";
import { videoPriceUsdE4 } from "./book/price.ts";
import type { Dialect } from "./dialect.ts";
import type { Json } from "./json.ts";

/** What another program did on the account. */
export interface ForeignOptions {
  /** Default Dream Machine. */
  readonly dialect?: Dialect;
  /** Fields of its request; the others are those of a plain video. */
  readonly request?: Record<string, Json>;
  /** How long ago, in seconds of the real Luma. Default 0. */
  readonly ageS?: number;
}

/** Puts a video on the account that our client did not ask for. */
export function addForeign(account: Account, options: ForeignOptions): SimulatedGeneration {
  const { ageS, dialect = "dream-machine" } = options;
  const request = {
    ...(dialect === "agents" ? AGENTS_REQUEST : DREAM_MACHINE_REQUEST),
    ...options.request,
  };
  const model = String(request.model);
  return account.book.accept({
    dialect,
    kind: "video",
    model,
    request,
    createOrdinal: 0,
    foreign: true,
    priceUsdE4:
      dialect === "agents"
        ? agentsPriceUsdE4({ kind: "video", resolution: "720p", seconds: 5, hdr: false })
        : videoPriceUsdE4({ model, resolution: "720p", seconds: 5 }),
    ...(ageS === undefined ? {} : { acceptedAtMs: account.clock.nowMs() - account.clock.durationMs(ageS) }),
  });
}

const AGENTS_REQUEST = {
  model: "ray-3.2",
  type: "video",
  prompt: "someone else's lighthouse",
  video: { resolution: "720p", duration: "5s" },
};

const DREAM_MACHINE_REQUEST = {
  generation_type: "video",
  model: "ray-2",
  prompt: "someone else's lighthouse",
  aspect_ratio: "16:9",
  loop: false,
  keyframes: null,
  concepts: null,
  callback_url: null,
  resolution: "720p",
  duration: "5s",
};
