import type { Document } from "yaml";
import type { Edit } from "./repaired-text.ts";

/** A fault that a repair has found, in offsets of the text that it was given. */
interface RepairedFault {
  readonly code: "yaml-syntax" | "yaml-unquoted-template";
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly hint: string;
}

/**
 * Finds one kind of broken syntax, reports each case, and gives the edits that make the text readable, so that the
 * rest of the file can be checked in the same pass. Its edits do not overlap.
 */
export type RepairStep = (
  document: Document,
  text: string,
  report: (fault: RepairedFault) => void,
) => readonly Edit[];
