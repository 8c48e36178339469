import type { Shot } from "@shotlist/manifest";
import { AGENTS_CARDS } from "./agents-cards.ts";
import { DREAM_MACHINE_CARDS } from "./dream-machine-cards.ts";
import { GATEWAY_CARDS } from "./gateway-cards.ts";
import type { ModelCard } from "./model-card.ts";

/** Every model that we know at Luma itself. */
export const MODEL_CARDS: readonly ModelCard[] = [...DREAM_MACHINE_CARDS, ...AGENTS_CARDS];

/**
 * The card of a shot's model at whoever makes the shot; undefined for a model that we do not know there. One model
 * has different limits and prices at the gateway than at Luma.
 */
export function cardOfShot({ provider, model }: Pick<Shot, "provider" | "model">): ModelCard | undefined {
  return cardsOf(provider).find((card) => card.model === model);
}

/** The cards of everything that a provider makes. */
export function cardsOf(provider: Shot["provider"]): readonly ModelCard[] {
  return provider === "luma" ? MODEL_CARDS : GATEWAY_CARDS;
}

/** The card of a model at Luma by the API's name, such as `ray-2`; undefined for a model that we do not know. */
export function modelCard(model: string): ModelCard | undefined {
  return MODEL_CARDS.find((card) => card.model === model);
}
