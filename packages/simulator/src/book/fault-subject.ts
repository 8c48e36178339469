import type { FaultSubject } from "../faults/fault-dice.ts";
import type { SimulatedGeneration } from "./generation.ts";

/** A generation as something that faults can strike; `key` names the one occasion. */
export function subjectFor(generation: SimulatedGeneration, key: string): FaultSubject {
  return {
    key,
    target: generation.id,
    nth: generation.createOrdinal,
    prompt: generation.wish.prompt,
  };
}
