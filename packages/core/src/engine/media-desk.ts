import { type InputName, inputsOf, type Shot } from "@shotlist/manifest";
import pLimit, { type LimitFunction } from "p-limit";
import type {
  FileRef,
  GenerationApi,
  LocalMedia,
  MediaNeeds,
  PreparedMedia,
  Upstream,
} from "../ports/generation-api.ts";
import type { StoredUpload } from "../ports/state-store.ts";
import { sameAccount } from "../take/same-account.ts";
import type { Account, Dialect } from "../take/take.ts";

/** Whether everything is there that a request names beside the ids of generations. */
export type MediaState =
  /** `media` is absent where the request needs none. */
  | { readonly kind: "ready"; readonly media?: PreparedMedia }
  | { readonly kind: "wait" }
  /** `reason` is for people. */
  | { readonly kind: "blocked"; readonly reason: string };

/** How making one thing ready ended for good. */
export type Prepared<T> =
  | { readonly kind: "ready"; readonly value: T }
  | { readonly kind: "blocked"; readonly reason: string };

/** What a desk works with; every promise settles, whatever the network does, and rejects only for faults. */
export interface MediaDeskOptions {
  readonly apis: ReadonlyMap<Dialect, GenerationApi>;
  readonly nowMs: () => number;
  /** How long a link may be used after it was got, in milliseconds. */
  readonly linkUseMs: number;
  /** A link to a finished generation that was got just now. */
  readonly freshLink: (dialect: Dialect, generationId: string) => Promise<Prepared<string>>;
  readonly readFile: (file: { readonly path: string; readonly sha256: string }) => Promise<LocalMedia>;
  /** Gives a file to an API; `known` is what an earlier run was given for it. */
  readonly giveFile: (
    api: GenerationApi,
    file: LocalMedia,
    known: FileRef | undefined,
  ) => Promise<Prepared<FileRef>>;
  /** What earlier runs have given to APIs. */
  readonly uploads: readonly StoredUpload[];
  /** Something that this shot waited for is settled. */
  readonly onSettled: (shotId: string) => void;
  /** Takes over a piece of work that runs on its own. */
  readonly guard: (work: Promise<unknown>) => void;
}

type Item<T> = { readonly kind: "pending" } | (Prepared<T> & { readonly atMs: number });

const READY: MediaState = { kind: "ready" };
const WAIT: MediaState = { kind: "wait" };
const NO_NEEDS: MediaNeeds = { links: [], files: [] };

/** Files that are read and given at one time. */
const FILES_AT_ONCE = 4;

/**
 * Makes ready what requests name beside generations: fresh links to other shots' clips, and local files, each
 * given to an API once for all shots that use it. None of it costs money, so that all of it may be done again.
 */
export class MediaDesk {
  readonly #options: MediaDeskOptions;
  readonly #links = new Map<string, Item<string>>();
  readonly #files = new Map<string, Item<FileRef>>();
  readonly #waiting = new Map<string, Set<string>>();
  readonly #turns: LimitFunction = pLimit(FILES_AT_ONCE);
  #pending = 0;

  constructor(options: MediaDeskOptions) {
    this.#options = options;
  }

  /** Whether something is being made ready. */
  get busy(): boolean {
    return this.#pending > 0;
  }

  /** Says what there is for a shot whose upstream is known, and begins to make ready what is missing. */
  stateOf(shot: Shot, upstream: Upstream, dialect: Dialect): MediaState {
    if (inputsOf(shot).length === 0) return READY;
    const api = this.#options.apis.get(dialect);
    const needs = api?.mediaNeeds?.(shot) ?? NO_NEEDS;
    if (api === undefined || needs.links.length + needs.files.length === 0) return READY;
    const links: { -readonly [Name in keyof PreparedMedia["links"]]: string } = {};
    const files: Record<string, FileRef> = {};
    let waits = false;
    for (const name of needs.links) {
      const link = this.#linkOf(shot.id, dialect, upstream[name] ?? generationNamed(shot, name) ?? "");
      if (link.kind === "blocked") return link;
      if (link.kind === "pending") waits = true;
      else links[name] = link.value;
    }
    for (const file of needs.files) {
      const given = this.#fileOf(shot.id, api, file);
      if (given.kind === "blocked") return given;
      if (given.kind === "pending") waits = true;
      else files[file.sha256] = given.value;
    }
    return waits ? WAIT : { kind: "ready", media: { links, files } };
  }

  #linkOf(shotId: string, dialect: Dialect, generationId: string): Item<string> {
    const { nowMs, linkUseMs, freshLink } = this.#options;
    const known = this.#links.get(generationId);
    const isStale = known?.kind === "ready" && nowMs() - known.atMs > linkUseMs;
    if (known !== undefined && !isStale) return this.#waitFor(known, generationId, shotId);
    return this.#begin(this.#links, generationId, shotId, () => freshLink(dialect, generationId));
  }

  #fileOf(shotId: string, api: GenerationApi, file: MediaNeeds["files"][number]): Item<FileRef> {
    const key = `${api.account.dialect} ${file.sha256}`;
    const known = this.#files.get(key);
    if (known !== undefined) return this.#waitFor(known, key, shotId);
    return this.#begin(this.#files, key, shotId, () => this.#turns(() => this.#give(api, file)));
  }

  async #give(api: GenerationApi, file: MediaNeeds["files"][number]): Promise<Prepared<FileRef>> {
    let content: LocalMedia;
    try {
      content = await this.#options.readFile(file);
    } catch (error) {
      return { kind: "blocked", reason: error instanceof Error ? error.message : String(error) };
    }
    return this.#options.giveFile(api, content, this.#knownRef(api.account, file.sha256));
  }

  #knownRef(account: Account, sha256: string): FileRef | undefined {
    const nowMs = this.#options.nowMs();
    return this.#options.uploads.findLast(
      (upload) =>
        upload.sha256 === sha256 &&
        sameAccount(upload.account, account) &&
        (upload.expiresAtMs ?? Number.POSITIVE_INFINITY) > nowMs,
    )?.ref;
  }

  #waitFor<T>(item: Item<T>, key: string, shotId: string): Item<T> {
    if (item.kind === "pending") this.#waiting.get(key)?.add(shotId);
    return item;
  }

  #begin<T>(
    items: Map<string, Item<T>>,
    key: string,
    shotId: string,
    prepare: () => Promise<Prepared<T>>,
  ): Item<T> {
    const pending = { kind: "pending" } as const;
    items.set(key, pending);
    this.#waiting.set(key, new Set([shotId]));
    this.#pending++;
    const work = prepare().then((prepared) => {
      this.#pending--;
      items.set(key, { ...prepared, atMs: this.#options.nowMs() });
      const waiting = this.#waiting.get(key) ?? [];
      this.#waiting.delete(key);
      for (const id of waiting) this.#options.onSettled(id);
    });
    this.#options.guard(work);
    return pending;
  }
}

/** The generation that the user named by its id, in a place that takes it by a link. */
function generationNamed(shot: Shot, place: InputName): string | undefined {
  const media = inputsOf(shot).find(([name]) => name === place)?.[1];
  return media?.type === "generation" ? media.id : undefined;
}
