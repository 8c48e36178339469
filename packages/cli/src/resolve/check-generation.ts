import { type Generation, type GenerationApi, ShotlistError, type WireRequest } from "@shotlist/core";

/** What a generation is checked against. */
export interface GenerationCheck {
  readonly api: GenerationApi;
  readonly generationId: string;
  readonly request: WireRequest;
  /** Server time before which it cannot have been made, Unix milliseconds. */
  readonly earliestMs: number;
  /** Takes it even when it is not what was asked for. */
  readonly force: boolean;
  readonly signal: AbortSignal;
}

/** Between the intent and what the server calls the time, whatever the clocks say. */
export const CLOCK_SLACK_MS = 600_000;

/** How often an answer that says nothing is asked for again. */
const TRIES = 3;

/**
 * Asks the API for a generation that a person named, and makes sure that it is what the take asked for.
 *
 * @throws ShotlistError `generation-not-found`, `generation-differs`, `generation-unchecked`
 */
export async function checkGeneration(check: GenerationCheck): Promise<Generation> {
  const { api, generationId, request, earliestMs, force } = check;
  const generation = await lookUp(check);
  if (force) return generation;
  if (api.match(request, generation) === "no") {
    throw differs(generationId, "the API says that it was asked for something else");
  }
  if (generation.createdAtMs !== undefined && generation.createdAtMs < earliestMs) {
    const madeAt = new Date(generation.createdAtMs).toISOString();
    throw differs(generationId, `it was made at ${madeAt}, before the take was sent`);
  }
  return generation;
}

async function lookUp({ api, generationId, signal }: GenerationCheck): Promise<Generation> {
  let reason = "";
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const outcome = await api.look(generationId, signal);
    switch (outcome.kind) {
      case "found":
        return outcome.generation;
      case "not-found":
        throw new ShotlistError("generation-not-found", `The API knows no generation ${generationId}.`, {
          hint: "Check the id, and that the key belongs to the account that made it.",
          standing: "Nothing was changed.",
        });
      case "refused":
        throw unchecked(generationId, outcome.failure.message);
      case "throttled":
        throw unchecked(generationId, outcome.throttle.message);
      case "unreachable":
        reason = outcome.reason;
    }
  }
  throw unchecked(generationId, reason);
}

function differs(generationId: string, why: string): ShotlistError {
  return new ShotlistError("generation-differs", `Generation ${generationId} is not this take's: ${why}.`, {
    hint: "Check the id; with --force it is taken all the same.",
    standing: "Nothing was changed.",
  });
}

function unchecked(generationId: string, why: string): ShotlistError {
  return new ShotlistError(
    "generation-unchecked",
    `Generation ${generationId} could not be checked: ${why}.`,
    {
      hint: "Try again when the API can be reached.",
      standing: "Nothing was changed.",
    },
  );
}
