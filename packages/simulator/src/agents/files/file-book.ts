import type { BookJournal } from "../../book/book-journal.ts";
import type { FaultDice, FaultSubject } from "../../faults/fault-dice.ts";
import { seededUuid } from "../../random.ts";
import type { SimClock } from "../../sim-clock.ts";
import type { StoredFile } from "./stored-file.ts";

/** The files of an account. */
export interface FileBook {
  /** Begins a file that nothing was uploaded for yet. */
  create(
    about: Pick<StoredFile, "mimeType" | "purpose" | "sizeBytes" | "filename" | "userId"> & {
      readonly expiresAtMs: number | null;
    },
  ): StoredFile;
  /** Keeps what was uploaded; a second upload replaces the first. */
  receive(id: string, content: NonNullable<StoredFile["content"]>): void;
  /** Looks at what was uploaded and settles the file, at once or after the usual time. Settled files stay so. */
  complete(id: string, when: "now" | "later"): StoredFile;
  /** By id, unless deleted or expired. */
  find(id: string): StoredFile | undefined;
  /** Everything that can be found, newest first. */
  listed(): readonly StoredFile[];
  /** Every file ever made, oldest first, deleted and expired ones too. */
  all(): readonly StoredFile[];
  /** False if there is none. */
  remove(id: string): boolean;
  /** A file as something that faults can strike: its name may carry markers, as prompts do. */
  subjectFor(file: StoredFile, key: string): FaultSubject;
}

/**
 * Opens the files that a journal describes.
 *
 * @param options.lifetimeS - how long a file lives that names no end of its own.
 * @param options.processingS - how long an uploaded file is looked at.
 */
export function openFileBook(options: {
  readonly seed: number;
  readonly clock: SimClock;
  readonly dice: FaultDice;
  readonly journal: BookJournal;
  readonly lifetimeS?: number;
  readonly processingS?: number;
}): FileBook {
  const { clock, journal, dice } = options;
  const files = new Map<string, StoredFile>();
  const deleted = new Set<string>();

  const keep = (file: StoredFile): StoredFile => {
    journal.append({ type: "file", file });
    files.set(file.id, file);
    return file;
  };
  for (const entry of journal.entries) {
    if (entry.type === "file") files.set(entry.file.id, entry.file);
    if (entry.type === "file-deleted") deleted.add(entry.id);
  }

  const find = (id: string): StoredFile | undefined => {
    const file = files.get(id);
    const isOver = file?.expiresAtMs != null && clock.nowMs() >= file.expiresAtMs;
    return isOver || deleted.has(id) ? undefined : file;
  };
  const lifeEndMs = (): number | null =>
    options.lifetimeS === undefined ? null : clock.nowMs() + clock.durationMs(options.lifetimeS);

  return {
    create: (about) => {
      const index = files.size;
      return keep({
        index,
        id: seededUuid(options.seed, "file", index),
        createdAtMs: clock.nowMs(),
        ...about,
        expiresAtMs: about.expiresAtMs ?? lifeEndMs(),
      });
    },
    receive: (id, content) => {
      const file = find(id);
      if (file !== undefined && file.settledAtMs === undefined) keep({ ...file, content });
    },
    complete: (id, when) => {
      const file = find(id);
      if (file === undefined) throw new RangeError(`no file ${id}`);
      if (file.settledAtMs !== undefined) return file;
      const subject = subjectOf(file, `complete-${file.id}`);
      const stuck = dice.roll("file-stuck", subject)?.value;
      const isFailed = dice.roll("file-failed", subject) !== undefined || !isWhole(file);
      const expired = dice.roll("file-expired", subject)?.value;
      const usualMs = when === "now" ? 0 : clock.durationMs(options.processingS ?? 1);
      const settledAtMs =
        stuck === "always" ? null : clock.nowMs() + usualMs + clock.durationMs(Number(stuck ?? 0));
      return keep({
        ...file,
        settledAtMs,
        outcome: isFailed ? "failed" : "ready",
        ...(expired === undefined
          ? {}
          : { expiresAtMs: (settledAtMs ?? clock.nowMs()) + clock.durationMs(Number(expired)) }),
      });
    },
    find,
    listed: () =>
      [...files.values()].filter(({ id }) => find(id) !== undefined).sort((a, b) => b.index - a.index),
    remove: (id) => {
      if (find(id) === undefined) return false;
      journal.append({ type: "file-deleted", id });
      deleted.add(id);
      return true;
    },
    all: () => [...files.values()],
    subjectFor: subjectOf,
  };
}

/** The same name is the same target, so that a client that begins anew meets a fault no oftener than it should. */
function subjectOf({ filename, id, index }: StoredFile, key: string): FaultSubject {
  return {
    key,
    target: `file ${filename ?? id}`,
    nth: index + 1,
    ...(filename === null ? {} : { prompt: filename }),
  };
}

/** True when what was uploaded is as long as announced and of the announced kind. */
function isWhole({ content, sizeBytes, mimeType }: StoredFile): boolean {
  if (content === undefined || content.sizeBytes !== sizeBytes) return false;
  return content.facts !== null && mimeType.startsWith(`${content.facts.medium}/`);
}
