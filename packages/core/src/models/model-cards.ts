import { AGENTS_CARDS } from "./agents-cards.ts";
import { DREAM_MACHINE_CARDS } from "./dream-machine-cards.ts";
import type { ModelCard } from "./model-card.ts";

/** Every model that we know. */
export const MODEL_CARDS: readonly ModelCard[] = [...DREAM_MACHINE_CARDS, ...AGENTS_CARDS];

/** The card of a model by the API's name, such as `ray-2`; undefined for a model that we do not know. */
export function modelCard(model: string): ModelCard | undefined {
  return MODEL_CARDS.find((card) => card.model === model);
}
