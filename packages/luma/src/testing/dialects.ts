import type { GenerationApi, WireRequest } from "@shotlist/core";
import { type AgentsApi, createAgentsApi } from "../agents/agents-api.ts";
import { createCrazyrouterApi } from "../crazyrouter/crazyrouter-api.ts";
import { createDreamMachineApi } from "../dream-machine/dream-machine-api.ts";
import type { ChannelOptions } from "../http/channel.ts";

/** An API for tests, to be closed at their end. */
export type TestApi = GenerationApi & Pick<AgentsApi, "checkAccess" | "close">;

/** What differs between the dialects where they must behave the same way. */
export interface TestDialect {
  readonly name: string;
  /** The path of the real base URL. */
  readonly basePath: string;
  readonly request: WireRequest;
  readonly make: (options: ChannelOptions) => TestApi;
  /** A completed generation as the API shows it, with a link that dies at 11:00 UTC on 2026-05-01. */
  readonly completed: (id: string) => object;
  readonly failed: (id: string) => object;
  /** What becomes of the money of a failed one. */
  readonly refund: "refunded" | "unknown";
  /** Where one generation is, below the base URL. */
  readonly lookPath: string;
  /** What is asked to see whether the key is taken, and an answer that says so. */
  readonly access: { readonly path: string; readonly status: number; readonly body: object };
  /** A state of work in progress. */
  readonly atWork: string;
}

const LINK = "https://cdn.example/out.mp4?X-Amz-Date=20260501T100000Z&X-Amz-Expires=3600";
const CREATED = { created_at: "2026-05-01T10:00:00.388000Z" };

/** Every dialect: a promise of the protocol is tried on each of them, in the same tables. */
export const TEST_DIALECTS: readonly TestDialect[] = [
  {
    name: "Dream Machine",
    basePath: "/dream-machine/v1",
    request: { path: "/generations/video", body: { model: "ray-2", prompt: "a lighthouse in fög" } },
    make: createDreamMachineApi,
    completed: (id) => ({ id, state: "completed", ...CREATED, assets: { video: LINK } }),
    failed: (id) => ({ id, state: "failed", failure_reason: "Frame moderation failed" }),
    refund: "refunded",
    lookPath: "/generations",
    access: { path: "/ping", status: 200, body: { message: "pong" } },
    atWork: "dreaming",
  },
  {
    name: "Agents",
    basePath: "/v1",
    request: {
      path: "/generations",
      body: { model: "ray-3.2", type: "video", prompt: "a lighthouse in fög" },
    },
    make: createAgentsApi,
    completed: (id) => ({ id, state: "completed", ...CREATED, output: [{ type: "video", url: LINK }] }),
    failed: (id) => ({ id, state: "failed", failure_code: "content_moderated" }),
    refund: "refunded",
    lookPath: "/generations",
    access: { path: "/files?limit=1", status: 200, body: { data: [], has_more: false, next_cursor: null } },
    atWork: "processing",
  },
  {
    name: "Crazyrouter",
    basePath: "",
    request: {
      path: "/luma/generations",
      body: { user_prompt: "a lighthouse in fög", model_name: "ray-v2", expand_prompt: false },
    },
    make: createCrazyrouterApi,
    completed: (id) => ({ id, state: "completed", ...CREATED, video: { url: LINK, download_url: LINK } }),
    failed: (id) => ({ id, state: "failed", failure_reason: "Frame moderation failed" }),
    refund: "unknown",
    lookPath: "/luma/generations",
    access: {
      path: "/luma/generations/shotlist-check",
      status: 400,
      body: { code: "task_not_exist", message: "task_not_exist", data: null },
    },
    atWork: "pending",
  },
];
