import { ShotlistError } from "../shotlist-error.ts";
import { diskOutcome } from "./disk-error.ts";

/** The error `clip-unreadable` for a file that is there, or may be, and cannot be looked at. */
export function clipUnreadable(path: string, cause: unknown): ShotlistError {
  const { reason } = diskOutcome(cause);
  return new ShotlistError("clip-unreadable", `The clip ${path} cannot be read: ${reason}.`, {
    hint: "Check that the output folder is there, may be read, and that its disk is healthy.",
    standing: "No file was changed.",
    cause,
  });
}
