import type { Dice } from "./dice.ts";

/** Something that may be fed: files by name, and words that say how they are to be read. */
export interface FuzzInput {
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly words?: Readonly<Record<string, string>>;
}

/** One reader of outside data, with how to make inputs for it and what must be true of every one. */
export interface FuzzTarget {
  readonly name: string;
  /** Its part of a run, relative to the others: cheap ones take most. */
  readonly share: number;
  make(dice: Dice): FuzzInput;
  /** Rejects with an `Error` that says which promise was broken; anything else thrown is a finding too. */
  check(input: FuzzInput): void | Promise<void>;
}

/** Fails with the words unless the promise holds. */
export function promise(holds: boolean, words: () => string): asserts holds {
  if (!holds) throw new Error(words());
}

/** A file's text as bytes; half pairs become U+FFFD. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The only file of an input, or the one of this name. */
export function fileOf(input: FuzzInput, name: string): Uint8Array {
  const bytes = input.files[name];
  if (bytes === undefined) throw new TypeError(`The input has no file ${name}.`);
  return bytes;
}
