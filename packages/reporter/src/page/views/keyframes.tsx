import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { MadeFrom } from "../media/made-from.ts";

/** What the row of frames needs. */
export interface KeyframesProps {
  readonly frames: readonly MadeFrom[];
  readonly onOpenShot: (shotId: string, take: number) => void;
}

/** What a clip was made from, where the page finds it: pictures, and the end of another shot's clip; it loads nothing from afar. */
export function Keyframes({ frames, onOpenShot }: KeyframesProps): JSX.Element | null {
  const shown = frames.filter(({ url }) => url !== null);
  if (shown.length === 0) return null;
  return (
    <div class="keyframes" data-testid="keyframes">
      {shown.map((frame) => (
        <Keyframe key={`${frame.name} ${frame.url}`} frame={frame} onOpenShot={onOpenShot} />
      ))}
    </div>
  );
}

function Keyframe({
  frame,
  onOpenShot,
}: {
  readonly frame: MadeFrom;
  readonly onOpenShot: KeyframesProps["onOpenShot"];
}): JSX.Element | null {
  const [broken, setBroken] = useState(false);
  const { name, words, url, from } = frame;
  if (broken || url === null) return null;
  return (
    <figure>
      {frame.isPicture ? (
        <img src={url} alt={name} decoding="async" onError={() => setBroken(true)} />
      ) : (
        <video
          src={url}
          aria-label={`${name}: ${words}`}
          data-testid="keyframe-clip"
          muted
          playsInline
          preload="auto"
          tabIndex={-1}
          onLoadedMetadata={({ currentTarget }) => showEnd(currentTarget, frame.end)}
          onError={() => setBroken(true)}
        />
      )}
      <figcaption>
        {name}
        {from && (
          <button type="button" class="link" onClick={() => onOpenShot(from.shotId, from.take)}>
            {words}
          </button>
        )}
      </figcaption>
    </figure>
  );
}

/** The very end of a clip is past its last frame. */
function showEnd(video: HTMLVideoElement, end: MadeFrom["end"]): void {
  video.currentTime = end === "last" ? Math.max(0, video.duration - 0.05) : 0.001;
}
