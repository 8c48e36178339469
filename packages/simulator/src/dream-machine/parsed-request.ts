import type { GenerationKind } from "../book/generation.ts";
import type { ClipWish } from "../clip/clip-wish.ts";
import type { JsonObject } from "../json.ts";
import type { FieldProblem } from "./field-reader.ts";
import type { Keyframes } from "./keyframes.ts";

/** A medium that the server would fetch. */
export interface MediaUrl {
  readonly url: string;
  readonly medium: "image" | "video";
}

/** A request that is in order by itself; whether what it refers to exists is checked later. */
export interface ParsedRequest {
  readonly kind: GenerationKind;
  readonly model: string;
  /** As the answer echoes it: unset fields are null. */
  readonly echo: JsonObject;
  readonly wish: ClipWish;
  readonly priceUsdE4: number;
  readonly keyframes: Keyframes | null;
  readonly media: readonly MediaUrl[];
}

/** How reading a request ended: fields of a wrong type or value, one broken rule, or a request. */
export type ParseResult =
  | { readonly kind: "fields"; readonly problems: readonly FieldProblem[] }
  | { readonly kind: "rule"; readonly message: string }
  | { readonly kind: "parsed"; readonly request: ParsedRequest };

/** A broken rule. */
export function rule(message: string): ParseResult {
  return { kind: "rule", message };
}
