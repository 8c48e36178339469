import type { AnswerReader } from "../dialect/answer-reader.ts";
import type { Redact } from "../http/redact.ts";
import { isAboutGeneration, isIngestionUnavailable, readThrottle, sortRefusal } from "./errors.ts";
import { readWireGeneration } from "./read-wire.ts";
import { toGeneration } from "./to-generation.ts";

/** How the Agents API answers. One 5xx is documented as a refusal; a 404 of a wrong base URL says otherwise. */
export function answerReader(redact: Redact): AnswerReader {
  return {
    readGeneration: (body, answeredAtMs) => {
      const wire = readWireGeneration(body);
      // An id is stored and shown; one that is the key itself is none.
      return wire === undefined || redact.holdsKey?.(wire.id)
        ? undefined
        : toGeneration(wire, answeredAtMs, redact);
    },
    readRefusal: (answer) => sortRefusal(answer, redact),
    readThrottle: (answer) => readThrottle(answer, redact, Date.now()),
    isDocumentedRefusal: isIngestionUnavailable,
    isAboutGeneration,
  };
}
