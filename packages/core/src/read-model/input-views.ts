import type { Media, Shot } from "@shotlist/manifest";
import type { ShotView } from "../read-model.ts";

/** Frames a second of the grid on which guides stand. */
const GUIDE_FRAMES_PER_SECOND = 24;

type InputViews = Pick<
  ShotView,
  | "startFrame"
  | "startFrameFile"
  | "endFrame"
  | "endFrameFile"
  | "sourceClip"
  | "sourceClipFile"
  | "sourceShot"
  | "guides"
>;

/** What a shot is made from, as people see it. */
export function inputViews({ keyframes, source, guides = [], image }: Shot): InputViews {
  const { frame0, frame1 } = keyframes;
  const pictures = [
    ...guides.map(({ media, at }) => ({ ...pictureView(media), at: at / GUIDE_FRAMES_PER_SECOND })),
    ...(image?.references ?? []).map(({ media }) => pictureView(media)),
  ];
  return {
    ...(frame0 === undefined ? {} : { startFrame: mediaText(frame0) }),
    ...(frame0?.type === "file" ? { startFrameFile: frame0.path } : {}),
    ...(frame1 === undefined ? {} : { endFrame: mediaText(frame1) }),
    ...(frame1?.type === "file" ? { endFrameFile: frame1.path } : {}),
    ...(source === undefined ? {} : { sourceClip: mediaText(source) }),
    ...(source?.type === "file" ? { sourceClipFile: source.path } : {}),
    ...(source?.type === "shot" ? { sourceShot: source.shot } : {}),
    ...(pictures.length === 0 ? {} : { guides: pictures }),
  };
}

function pictureView(media: Media): { readonly words: string; readonly file?: string } {
  return { words: mediaText(media), ...(media.type === "file" ? { file: media.path } : {}) };
}

function mediaText(media: Media): string {
  switch (media.type) {
    case "image":
    case "video":
      return media.url;
    case "file":
      return media.path;
    case "generation":
      return `generation ${media.id}`;
    case "shot":
      return media.take === undefined ? `clip of ${media.shot}` : `take ${media.take} of ${media.shot}`;
  }
}
