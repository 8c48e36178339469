import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FuzzInput } from "./fuzz-target.ts";

/** A piece of a file: text, text many times over, or bytes in Base64. */
type Piece = string | { readonly times: number; readonly of: string } | { readonly base64: string };

/** An input as the corpus keeps it. */
interface KeptInput {
  readonly why: string;
  readonly target: string;
  readonly words?: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, readonly Piece[]>>;
  /** For inputs that are large on purpose: the processor time that they may take, in milliseconds. */
  readonly limitMs?: number;
}

/** An input out of the corpus, with the name of its file. */
export interface CorpusInput {
  readonly name: string;
  readonly why: string;
  readonly target: string;
  readonly input: FuzzInput;
  readonly limitMs: number | undefined;
}

const CORPUS = join(import.meta.dirname, "corpus");

/** Every input of the corpus, by name. */
export function readCorpus(folder: string = CORPUS): CorpusInput[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => {
      const kept = JSON.parse(readFileSync(join(folder, name), "utf8")) as KeptInput;
      const files = Object.fromEntries(
        Object.entries(kept.files).map(([file, pieces]) => [file, Buffer.concat(pieces.map(bytesOfPiece))]),
      );
      const input = { files, ...(kept.words === undefined ? {} : { words: kept.words }) };
      return { name, why: kept.why, target: kept.target, input, limitMs: kept.limitMs };
    });
}

/** Keeps an input in the corpus's form. */
export function keepInput(path: string, target: string, input: FuzzInput, why: string): void {
  const files = Object.fromEntries(
    Object.entries(input.files).map(([name, bytes]): [string, Piece[]] => [name, [pieceOf(bytes)]]),
  );
  const words = input.words === undefined ? {} : { words: input.words };
  writeFileSync(path, `${JSON.stringify({ why, target, ...words, files }, null, 2)}\n`);
}

function bytesOfPiece(piece: Piece): Buffer {
  if (typeof piece === "string") return Buffer.from(piece);
  return "base64" in piece ? Buffer.from(piece.base64, "base64") : Buffer.from(piece.of.repeat(piece.times));
}

function pieceOf(bytes: Uint8Array): Piece {
  const text = Buffer.from(bytes).toString("utf8");
  return Buffer.from(text).equals(bytes) ? text : { base64: Buffer.from(bytes).toString("base64") };
}
