import type { CreateDialect } from "../http/create-outcome.ts";
import type { Redact } from "../http/redact.ts";
import { readThrottle, sortRefusal } from "./errors.ts";
import { readWireGeneration } from "./read-wire.ts";
import { toGeneration } from "./to-generation.ts";

/** How Dream Machine answers a create. None of its 2xx or 5xx answers is documented as a refusal. */
export function createDialect(redact: Redact): CreateDialect {
  return {
    readGeneration: (body) => {
      const wire = readWireGeneration(body);
      return wire === undefined ? undefined : toGeneration(wire, redact);
    },
    readRefusal: (answer) => sortRefusal(answer, redact),
    readThrottle: (answer) => readThrottle(answer, redact, Date.now()),
  };
}
