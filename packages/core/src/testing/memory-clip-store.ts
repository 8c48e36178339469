import type { JsonObject } from "@shotlist/manifest";
import type {
  ClipHealth,
  ClipStore,
  FetchOrder,
  FetchOutcome,
  PlaceOutcome,
  RenameOrder,
} from "../ports/clip-store.ts";
import type { Clock, Random } from "../ports/clock.ts";
import type { ClipFacts } from "../take/take.ts";

/** How a `MemoryClipStore` behaves; everything but clock and random source may be left out. */
export interface MemoryClipStoreOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Whether a link still works; every link does unless given. */
  readonly serve?: (url: string) => "ok" | "expired" | "unreachable";
  /** Shortest and longest time of a download, in milliseconds. */
  readonly fetchMs?: readonly [number, number];
  /** Probabilities from 0 to 1. */
  readonly corrupt?: number;
  readonly unreachable?: number;
}

/** Clips in memory, with the rules of the `ClipStore` port; it outlives an engine like a disk does. */
export class MemoryClipStore implements ClipStore {
  /** Checked part files, by generation id. */
  readonly parts: Map<string, ClipFacts> = new Map();
  /** Placed clips by their final name, with the generation that each one is from. */
  readonly placed: Map<string, { readonly generationId: string; readonly clip: ClipFacts }> = new Map();
  readonly sidecars: Map<string, JsonObject> = new Map();
  /** Names on which somebody else's file stands. */
  readonly occupied: Set<string> = new Set();
  /** Downloads at one time, most ever. */
  mostAtOnce = 0;
  /** The order in which downloads began, by generation id. */
  readonly began: string[] = [];
  /** While set, every write answers that the disk is full. */
  full = false;
  #atOnce = 0;
  readonly #options: MemoryClipStoreOptions;

  constructor(options: MemoryClipStoreOptions) {
    this.#options = options;
  }

  async fetch(
    order: FetchOrder,
    signal: AbortSignal,
    onBytes?: (bytes: number, total: number | undefined) => void,
  ): Promise<FetchOutcome> {
    const { clock, random, serve, corrupt = 0, unreachable = 0 } = this.#options;
    const [least, most] = this.#options.fetchMs ?? [200, 2000];
    this.#atOnce++;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#atOnce);
    this.began.push(order.generationId);
    await clock.sleep(Math.round(least + random() * (most - least)), signal);
    this.#atOnce--;
    if (signal.aborted || random() < unreachable) return { kind: "unreachable", reason: "connection reset" };
    const link = serve?.(order.url) ?? "ok";
    if (link === "unreachable") return { kind: "unreachable", reason: "connection refused" };
    if (link === "expired") return { kind: "link-expired", reason: "403 Request has expired" };
    if (this.full) return { kind: "disk", code: "ENOSPC", reason: "no space left on device" };
    onBytes?.(1000, 1000);
    if (random() < corrupt) return { kind: "corrupt", reason: "the moov box is cut off" };
    const clip: ClipFacts = {
      file: order.file,
      bytes: 1000,
      sha256: order.generationId,
      width: 1280,
      height: 720,
      durationS: 5,
    };
    this.parts.set(order.generationId, clip);
    return { kind: "checked", clip };
  }

  async place(order: {
    readonly generationId: string;
    readonly clip: ClipFacts;
    readonly sidecar: JsonObject;
  }): Promise<PlaceOutcome> {
    const { file } = order.clip;
    if (this.placed.get(file)?.generationId === order.generationId) return { kind: "placed" };
    if (!this.parts.has(order.generationId)) return { kind: "lost" };
    if (this.full) return { kind: "disk", code: "ENOSPC", reason: "no space left on device" };
    if (this.placed.has(file) || this.occupied.has(file)) {
      const sha256 = this.placed.get(file)?.clip.sha256;
      const reason = `${file} was not written by shotlist`;
      return { kind: "occupied", reason, ...(sha256 === undefined ? {} : { sha256 }) };
    }
    this.placed.set(file, { generationId: order.generationId, clip: order.clip });
    this.sidecars.set(file, order.sidecar);
    this.parts.delete(order.generationId);
    return { kind: "placed" };
  }

  async rename({ clip, to, sidecar, record }: RenameOrder): Promise<PlaceOutcome> {
    const { file } = clip;
    const isHere = (name: string): boolean => this.placed.get(name)?.clip.sha256 === clip.sha256;
    const source = isHere(file) ? this.placed.get(file) : this.placed.get(to);
    if (source === undefined || source.clip.sha256 !== clip.sha256) return { kind: "lost" };
    if (!isHere(to) && (this.placed.has(to) || this.occupied.has(to))) {
      const sha256 = this.placed.get(to)?.clip.sha256;
      const reason = `${to} is there already`;
      return { kind: "occupied", reason, ...(sha256 === undefined ? {} : { sha256 }) };
    }
    if (this.full) return { kind: "disk", code: "ENOSPC", reason: "no space left on device" };
    const moved = { ...clip, file: to };
    this.placed.set(to, { generationId: source.generationId, clip: moved });
    this.sidecars.set(to, sidecar);
    await record(moved);
    if (isHere(file)) {
      this.placed.delete(file);
      this.sidecars.delete(file);
    }
    return { kind: "placed" };
  }

  async health(clip: ClipFacts, _options: { readonly deep: boolean }): Promise<ClipHealth> {
    const placed = this.placed.get(clip.file);
    if (placed === undefined) return "missing";
    return placed.clip.sha256 === clip.sha256 ? "whole" : "edited";
  }
}
