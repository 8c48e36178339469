import type { AnswerReader } from "../dialect/answer-reader.ts";
import type { Redact } from "../http/redact.ts";
import { readThrottle, sortRefusal } from "./errors.ts";
import { readWireGeneration } from "./read-wire.ts";
import { toGeneration } from "./to-generation.ts";

/** How Dream Machine answers. None of its 2xx or 5xx answers is documented as a refusal. */
export function answerReader(redact: Redact): AnswerReader {
  return {
    readGeneration: (body) => {
      const wire = readWireGeneration(body);
      // An id is stored and shown; one that is the key itself is none.
      return wire === undefined || redact.holdsKey?.(wire.id) ? undefined : toGeneration(wire, redact);
    },
    readRefusal: (answer) => sortRefusal(answer, redact),
    readThrottle: (answer) => readThrottle(answer, redact, Date.now()),
  };
}
