import type { Account } from "./account.ts";
import { agentsPriceUsdE4 } from "./agents/price.ts";
import type { SimulatedGeneration } from "./book/generation.ts";
import { videoPriceUsdE4 } from "./book/price.ts";
import { crazyrouterPriceUsdE4 } from "./crazyrouter/price.ts";
import type { Dialect } from "./dialect.ts";
import type { Json, JsonObject } from "./json.ts";

/** What another program did on the account. */
export interface ForeignOptions {
  /** Default Dream Machine. */
  readonly dialect?: Dialect;
  /** Fields of its request; the others are those of a plain video. */
  readonly request?: Record<string, Json>;
  /** How long ago, in seconds of the real Luma. Default 0. */
  readonly ageS?: number;
}

const PROMPT = "someone else's lighthouse";

/** Puts a video of 5 s and 720p on the account that our client did not ask for. */
export function addForeign(account: Account, options: ForeignOptions): SimulatedGeneration {
  const { ageS, dialect = "dream-machine" } = options;
  const plain = PLAIN[dialect];
  const request = { ...plain.request, ...options.request };
  const model = String(request[plain.modelField]);
  const prompt = request[plain.promptField];
  return account.book.accept({
    dialect,
    kind: "video",
    model,
    request,
    wish: {
      medium: "video",
      prompt: typeof prompt === "string" ? prompt : "",
      aspectRatio: "16:9",
      resolution: "720p",
      seconds: 5,
      loops: false,
    },
    createOrdinal: 0,
    foreign: true,
    priceUsdE4: plain.priceUsdE4(model),
    ...(ageS === undefined ? {} : { acceptedAtMs: account.clock.nowMs() - account.clock.durationMs(ageS) }),
  });
}

interface Plain {
  readonly request: JsonObject;
  readonly modelField: string;
  readonly promptField: string;
  readonly priceUsdE4: (model: string) => number;
}

const PLAIN: Readonly<Record<Dialect, Plain>> = {
  "dream-machine": {
    request: {
      generation_type: "video",
      model: "ray-2",
      prompt: PROMPT,
      aspect_ratio: "16:9",
      loop: false,
      keyframes: null,
      concepts: null,
      callback_url: null,
      resolution: "720p",
      duration: "5s",
    },
    modelField: "model",
    promptField: "prompt",
    priceUsdE4: (model) => videoPriceUsdE4({ model, resolution: "720p", seconds: 5 }),
  },
  agents: {
    request: {
      model: "ray-3.2",
      type: "video",
      prompt: PROMPT,
      video: { resolution: "720p", duration: "5s" },
    },
    modelField: "model",
    promptField: "prompt",
    priceUsdE4: () => agentsPriceUsdE4({ kind: "video", resolution: "720p", seconds: 5 }),
  },
  crazyrouter: {
    request: { user_prompt: PROMPT, model_name: "ray-v2", duration: "5", resolution: "720p" },
    modelField: "model_name",
    promptField: "user_prompt",
    priceUsdE4: (modelName) => crazyrouterPriceUsdE4({ modelName, resolution: "720p", seconds: 5 }),
  },
};
