import type { ReadModel, ShotView } from "@shotlist/core/read-model";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { clipUrl } from "../media/clip-url.ts";

/** The start and end frame that a clip was made from, where they are files; the page loads nothing from afar. */
export function Keyframes(props: { readonly model: ReadModel; readonly shot: ShotView }): JSX.Element | null {
  const { framesBase } = props.model;
  if (framesBase === undefined) return null;
  const frames = [
    ["Start frame", props.shot.startFrameFile],
    ["End frame", props.shot.endFrameFile],
  ].flatMap(([name = "", file]) => {
    const url = file === undefined ? null : clipUrl(framesBase, file);
    return url === null ? [] : [{ name, url }];
  });
  if (frames.length === 0) return null;
  return (
    <div class="keyframes" data-testid="keyframes">
      {frames.map((frame) => (
        <Keyframe key={frame.url} {...frame} />
      ))}
    </div>
  );
}

function Keyframe({ name, url }: { readonly name: string; readonly url: string }): JSX.Element | null {
  const [broken, setBroken] = useState(false);
  if (broken) return null;
  return (
    <figure>
      <img src={url} alt={name} decoding="async" onError={() => setBroken(true)} />
      <figcaption>{name}</figcaption>
    </figure>
  );
}
