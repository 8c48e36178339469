import type { Product } from "../catalog/product.ts";
import type { Place } from "../problem.ts";
import { type InputName, inputField } from "../shot-inputs.ts";
import { type Located, type LocatedMap, member, placeOf } from "../source/located.ts";
import type { ClipFields } from "./clip-fields.ts";
import type { ClipDraft } from "./read-clip.ts";

/** A shot that has been expanded but not yet compared with others. */
export interface ShotDraft {
  readonly id: string;
  /** Where the id is written; without one, the entry. */
  readonly idNode: Located;
  readonly entry: LocatedMap;
  /** The fields that count, each from the layer that it came from. */
  readonly fields: ClipFields;
  readonly clip: ClipDraft;
  readonly product: Product | undefined;
  readonly productPlace: Place | undefined;
  /** Matrix keys to this shot's values, as text. */
  readonly matrix: Readonly<Record<string, string>>;
  /** The same values as the file has them. */
  readonly matrixValues: ReadonlyMap<string, Located>;
  /** What the matrix added to the id, with its `@`; or the empty string. */
  readonly idSuffix: string;
}

/** Where a shot stands: its id, or the beginning of its entry. */
export function placeOfShot(draft: ShotDraft): Place {
  return placeOf(draft.idNode);
}

/** Where a field that a shot has stands (it may be in the defaults); else where the shot stands. */
export function placeOfField(draft: ShotDraft, field: string): Place {
  const node = draft.fields.get(field);
  return node === undefined ? placeOfShot(draft) : placeOf(node);
}

/** Where something that a shot is made from is named. */
export function placeOfInput(draft: ShotDraft, name: InputName): Place {
  const node = nodeOfInput(draft, name);
  return node === undefined ? placeOfShot(draft) : placeOf(member(node, "shot") ?? node);
}

function nodeOfInput({ fields, clip }: ShotDraft, name: InputName): Located | undefined {
  const { guides = [], references = [] } = clip.special ?? {};
  if (name.startsWith("guide")) return guides[Number(name.slice("guide".length))]?.node;
  if (name.startsWith("reference")) return references[Number(name.slice("reference".length))]?.node;
  // What an extension goes on from is written as its source.
  return fields.get(inputField(name)) ?? fields.get("source");
}
