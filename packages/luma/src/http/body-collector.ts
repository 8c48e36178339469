import type { Json } from "../json.ts";
import type { AnswerBody, AnswerHeaders } from "./answer.ts";

/** What proxies and wrong addresses answer with; other words of a server's are not repeated. */
const TOLD_TYPES: ReadonlySet<string> = new Set(["text/html", "text/plain", "text/xml", "application/xml"]);

/** Gathers an answer's body up to a bound, so that a wrong or hostile server cannot fill the memory. */
export class BodyCollector {
  readonly #maxBytes: number;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #over = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** @returns false once the body is longer than the bound: nothing more is worth reading. */
  add(chunk: Uint8Array): boolean {
    this.#bytes += chunk.byteLength;
    if (this.#bytes > this.#maxBytes) {
      this.#over = true;
      this.#chunks = [];
      return false;
    }
    this.#chunks.push(chunk);
    return true;
  }

  /** Reads what came as JSON; call it when the body is complete or was cut for its length. */
  read(headers: AnswerHeaders): AnswerBody {
    if (this.#over) {
      return { kind: "unreadable", reason: `the answer is longer than ${this.#maxBytes} bytes` };
    }
    const text = new TextDecoder().decode(Buffer.concat(this.#chunks)).trim();
    if (text === "") return { kind: "empty" };
    try {
      return { kind: "json", value: JSON.parse(text) as Json };
    } catch {
      const type = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
      const isSaidToBe = type === "" || /\bjson\b/.test(type);
      const other = TOLD_TYPES.has(type) ? ` but ${type}` : "";
      return {
        kind: "unreadable",
        reason: isSaidToBe ? "the answer is broken JSON" : `the answer is not JSON${other}`,
        text,
      };
    }
  }
}
