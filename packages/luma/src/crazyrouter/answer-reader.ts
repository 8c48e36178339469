import type { AnswerReader } from "../dialect/answer-reader.ts";
import type { Redact } from "../http/redact.ts";
import { isNoChannel, isNoTask, readThrottle, sortRefusal } from "./errors.ts";
import { readWireTask } from "./read-wire.ts";
import { toGeneration } from "./to-generation.ts";

/** How the gateway answers. Of its 5xx only the one without a channel says that nothing was made. */
export function answerReader(redact: Redact): AnswerReader {
  return {
    readGeneration: (body) => {
      const wire = readWireTask(body);
      // An id is stored and shown; one that is the key itself is none.
      return wire === undefined || redact.holdsKey?.(wire.id) ? undefined : toGeneration(wire, redact);
    },
    readRefusal: (answer) => sortRefusal(answer, redact),
    readThrottle: (answer) => readThrottle(answer, redact, Date.now()),
    isDocumentedRefusal: isNoChannel,
    isAboutGeneration: isNoTask,
    generationPath: taskPath,
  };
}

/** The path of one task, below the gateway's address. */
export function taskPath(id: string): string {
  return `/luma/generations/${encodeURIComponent(id)}`;
}
