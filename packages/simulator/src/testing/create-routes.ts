import type { Dialect } from "../dialect.ts";
import type { ApiAnswer, OpenSimulator } from "./open-simulator.ts";

/** One way to have something made: a kind of generation on a dialect. */
export interface CreateRoute {
  readonly name: string;
  readonly dialect: Dialect;
  /** The status of a success. */
  readonly status: number;
  /** Costs nothing. */
  readonly isFree?: boolean;
  /** What the link leads to. */
  readonly mediaType: string;
  /** Makes ready what the kind is made from, and gives the create. */
  prepare(open: OpenSimulator): Promise<() => Promise<ApiAnswer>>;
}

const PICTURE = { url: "https://img.example/a.jpg" };
const PROMPT = "a lighthouse in fog";

/** A completed generation to go on from. */
async function completed(open: OpenSimulator, created: Promise<ApiAnswer>): Promise<string> {
  const { id } = (await created).body;
  open.pass(11);
  return String(id);
}

function dreamMachine(
  name: string,
  path: string,
  body: Record<string, unknown>,
  mediaType = "video/mp4",
): CreateRoute {
  return {
    name,
    dialect: "dream-machine",
    status: 201,
    mediaType,
    prepare: async (open) => () => open.api("POST", path, { prompt: PROMPT, ...body }),
  };
}

function derived(name: "upscale" | "audio"): CreateRoute {
  return {
    name,
    dialect: "dream-machine",
    status: 200,
    isFree: name === "audio",
    mediaType: "video/mp4",
    prepare: async (open) => {
      const id = await completed(open, open.create());
      return () => open.api("POST", `/generations/${id}/${name}`, {});
    },
  };
}

function agents(
  name: string,
  body: (upstream: string) => Record<string, unknown>,
  options: { readonly mediaType?: string; readonly from?: Record<string, unknown> } = {},
): CreateRoute {
  return {
    name,
    dialect: "agents",
    status: 201,
    mediaType: options.mediaType ?? "video/mp4",
    prepare: async (open) => {
      const { from } = options;
      const upstream =
        from === undefined
          ? ""
          : await completed(open, open.agents("POST", "/generations", { prompt: PROMPT, ...from }));
      return () => open.agents("POST", "/generations", { prompt: PROMPT, ...body(upstream) });
    },
  };
}

const RAY = { model: "ray-3.2", type: "video" };

/** Every kind of generation on every dialect. */
export const CREATE_ROUTES: readonly CreateRoute[] = [
  dreamMachine("video", "/generations/video", { model: "ray-2" }),
  dreamMachine("modify", "/generations/video/modify", {
    generation_type: "modify_video",
    model: "ray-2",
    mode: "flex_1",
    media: { url: "https://v.example/in.mp4" },
  }),
  dreamMachine("reframe", "/generations/video/reframe", {
    generation_type: "reframe_video",
    model: "ray-flash-2",
    aspect_ratio: "9:16",
    media: { url: "https://v.example/in.mp4" },
  }),
  dreamMachine("image", "/generations/image", { model: "photon-1" }, "image/jpeg"),
  dreamMachine(
    "image reframe",
    "/generations/image/reframe",
    {
      generation_type: "reframe_image",
      model: "photon-flash-1",
      aspect_ratio: "1:1",
      media: PICTURE,
      format: "png",
    },
    "image/png",
  ),
  derived("upscale"),
  derived("audio"),
  agents("video", () => RAY),
  agents("guided video", () => ({
    ...RAY,
    video: { duration: "10s", keyframes: [PICTURE, PICTURE], keyframe_indexes: [0, 240] },
  })),
  agents("extension", (id) => ({ ...RAY, video: { start_frame: { generation_id: id } } }), { from: RAY }),
  agents("backward extension", (id) => ({ ...RAY, video: { end_frame: { generation_id: id } } }), {
    from: RAY,
  }),
  agents(
    "edit",
    (id) => ({
      ...RAY,
      type: "video_edit",
      source: { generation_id: id },
      video: { edit: { strength: "flex_2" } },
    }),
    { from: RAY },
  ),
  agents(
    "reframe",
    (id) => ({ ...RAY, type: "video_reframe", aspect_ratio: "1:1", source: { generation_id: id } }),
    { from: RAY },
  ),
  agents("image", () => ({ type: "image", output_format: "jpeg" }), { mediaType: "image/jpeg" }),
  agents("image edit", (id) => ({ type: "image_edit", source: { generation_id: id } }), {
    from: {},
    mediaType: "image/png",
  }),
  {
    name: "task",
    dialect: "crazyrouter",
    status: 200,
    mediaType: "video/mp4",
    prepare: async (open) => () => open.createTask({}),
  },
  {
    name: "extension",
    dialect: "crazyrouter",
    status: 200,
    mediaType: "video/mp4",
    prepare: async (open) => {
      const id = await completed(open, open.createTask({}));
      return () => open.crazyrouter("POST", `/luma/generations/${id}/extend`, { user_prompt: PROMPT });
    },
  },
];

/** Looks at a generation of a dialect. */
export function lookOn(open: OpenSimulator, dialect: Dialect, id: unknown): Promise<ApiAnswer> {
  if (dialect === "crazyrouter") return open.crazyrouter("GET", `/luma/generations/${String(id)}`);
  return (dialect === "agents" ? open.agents : open.api)("GET", `/generations/${String(id)}`);
}
