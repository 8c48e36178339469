import type { ClipFacts } from "./take.ts";

/** The facts of a clip that is called otherwise: what lies beside it takes its new name along. */
export function renamedClip(clip: ClipFacts, file: string): ClipFacts {
  const { poster, attachments, ...facts } = clip;
  const beside = (path: string): string => besideName(clip.file, path, file);
  return {
    ...facts,
    file,
    ...(poster === undefined ? {} : { poster: beside(poster) }),
    ...(attachments === undefined
      ? {}
      : { attachments: attachments.map((attachment) => ({ ...attachment, file: beside(attachment.file) })) }),
  };
}

/** `mug/take-1.exr.zip` beside `mug/take-1.mp4` becomes `cup/take-1.exr.zip` beside `cup/take-1.mp4`. */
function besideName(clipFile: string, path: string, newClipFile: string): string {
  const stem = withoutEnding(clipFile);
  const rest = path.startsWith(`${stem}.`) ? path.slice(stem.length) : path.slice(path.lastIndexOf("."));
  return withoutEnding(newClipFile) + rest;
}

function withoutEnding(path: string): string {
  return path.replace(/\.[^./]*$/, "");
}
