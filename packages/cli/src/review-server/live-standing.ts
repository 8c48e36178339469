import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { isAbsolute, join, resolve } from "node:path";
import { newUuid, openStateStore, systemClock } from "@shotlist/core/local";
import type { ReadModel } from "@shotlist/core/read-model";
import type { Manifest } from "@shotlist/manifest";
import type { Decision } from "@shotlist/reporter";
import type { CommonFlags } from "../flags.ts";
import type { Io } from "../io.ts";
import { type Project, readProject } from "../project.ts";
import { readStanding, type Standing } from "../standing.ts";
import { readModelOf } from "../write-report.ts";
import { type RefusedDecision, takeDecisions } from "./take-decisions.ts";

/** A read-model as it is served. */
export interface Edition {
  readonly standing: Standing;
  readonly model: ReadModel;
  readonly json: string;
  readonly etag: string;
}

/** Whose standing is followed. */
export interface LiveStandingOptions {
  readonly io: Io;
  /** The manifest as the user named it. */
  readonly file: string;
  /** Without errors. */
  readonly project: Project & { readonly manifest: Manifest };
  readonly flags: CommonFlags;
}

/**
 * Follows a manifest and its state as they change under a run, an editor or a review. It holds nothing open between
 * two looks, so that it never stands in the way of a run.
 */
export class LiveStanding {
  readonly #options: LiveStandingOptions;
  #project: Project & { readonly manifest: Manifest };
  #edition: Edition | undefined;
  #stamp = "";
  #sources = "";
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: LiveStandingOptions) {
    this.#options = options;
    this.#project = options.project;
  }

  /** The newest edition: made anew only where a file has changed since the last one. */
  current(): Promise<Edition> {
    return this.#inTurn(() => this.#look());
  }

  /**
   * Stores decisions, all or none of them, in one short transaction that waits for no run.
   *
   * @returns the edition with them, or the first that cannot be taken.
   */
  decide(decisions: readonly Decision[]): Promise<Edition | RefusedDecision> {
    return this.#inTurn(async () => {
      const { standing } = await this.#look();
      const { taken, refused } = takeDecisions(decisions, {
        snapshot: standing.snapshot,
        moves: standing.plan.moves,
        nowMs: systemClock.nowMs(),
      });
      if (refused[0] !== undefined) return refused[0];
      if (taken.length > 0) {
        await storeReviews(
          standing,
          taken.map(({ review }) => review),
        );
      }
      return this.#look();
    });
  }

  /** One at a time, whatever the one before came to. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#queue.then(work);
    this.#queue = mine.catch(() => undefined);
    return mine;
  }

  async #look(): Promise<Edition> {
    const { io, file, flags } = this.#options;
    const sources = await this.#sourcesStamp();
    if (this.#sources !== "" && sources !== this.#sources) await this.#readManifest();
    this.#sources = sources;
    const state = this.#edition?.standing.paths.state;
    const stamp = state === undefined ? "" : `${sources} ${await stampOf([state, `${state}-wal`])}`;
    if (this.#edition !== undefined && stamp === this.#stamp) return this.#edition;
    const standing = await readStanding(io, file, this.#project.manifest, flags);
    const { state: path } = standing.paths;
    this.#stamp = stamp === "" ? `${sources} ${await stampOf([path, `${path}-wal`])}` : stamp;
    this.#edition = editionOf(standing, this.#edition, flags.simulate === true);
    return this.#edition;
  }

  #sourcesStamp(): Promise<string> {
    const { io, file } = this.#options;
    const folder = resolve(io.cwd, file, "..");
    const others = [...this.#project.sources.keys()].filter((name) => name !== file);
    return stampOf([
      resolve(io.cwd, file),
      ...others.map((name) => (isAbsolute(name) ? name : join(folder, name))),
    ]);
  }

  /** A manifest that is being edited and has errors meanwhile stays as it was last. */
  async #readManifest(): Promise<void> {
    const { io, file, flags } = this.#options;
    const project = await readProject(io, file, flags).catch(() => undefined);
    if (project?.manifest !== undefined) this.#project = { ...project, manifest: project.manifest };
  }
}

/** Stores what a reviewer said, beside a run that may hold the lock. */
export async function storeReviews(
  { paths, manifest }: Standing,
  reviews: Parameters<Awaited<ReturnType<typeof openStateStore>>["review"]>[0],
): Promise<void> {
  const { nowMs } = systemClock;
  const store = await openStateStore({ file: paths.state, name: manifest.name, newId: newUuid, nowMs });
  try {
    await store.review(reviews);
  } finally {
    await store.close();
  }
}

/** An edition that says what the last one said is the last one, so that nobody is told of nothing. */
function editionOf(standing: Standing, before: Edition | undefined, simulated: boolean): Edition {
  const nowMs = systemClock.nowMs();
  const made = readModelOf(standing, { simulated, nowMs });
  const model: ReadModel = { ...made, clipsBase: "clips", framesBase: "frames" };
  const json = JSON.stringify(model);
  const etag = `"${createHash("sha256").update(json.replace(model.madeAt, "")).digest("base64url")}"`;
  return before?.etag === etag ? { ...before, standing } : { standing, model, json, etag };
}

async function stampOf(files: readonly string[]): Promise<string> {
  const stamps = await Promise.all(
    files.map(async (file) => {
      const facts = await stat(file, { bigint: true }).catch(() => undefined);
      return facts === undefined ? "-" : `${facts.ino}:${facts.size}:${facts.mtimeNs}`;
    }),
  );
  return stamps.join(" ");
}
