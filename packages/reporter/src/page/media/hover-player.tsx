import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** Passing over a card with the pointer opens no file. */
const LINGER_MS = 90;
/** A clip that does not loop rests on its last frame before it is shown again, so that the two differ. */
const REST_MS = 800;

/** Whether the viewer asked the system for less motion. */
export function wantsStillness(): boolean {
  return globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;
}

/**
 * Plays a clip without sound, over its still, while it is mounted. A looping clip runs through without a
 * seam; any other rests on its last frame and starts again. Viewers who asked for less motion see the still.
 */
export function HoverPlayer({
  url,
  loop,
}: {
  readonly url: string;
  readonly loop: boolean;
}): JSX.Element | null {
  const video = useRef<HTMLVideoElement>(null);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [lingered, setLingered] = useState(false);
  const [playing, setPlaying] = useState(false);
  const [share, setShare] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setLingered(!wantsStillness()), LINGER_MS);
    return () => {
      clearTimeout(timer);
      clearTimeout(rest.current);
    };
  }, []);
  if (!lingered) return null;
  const replay = (): void => {
    rest.current = setTimeout(() => void video.current?.play().catch(() => {}), REST_MS);
  };
  return (
    <>
      <video
        ref={video}
        class={playing ? "hover-video is-playing" : "hover-video"}
        data-testid="hover-video"
        src={url}
        autoplay
        muted
        playsInline
        loop={loop}
        tabIndex={-1}
        aria-hidden="true"
        onPlaying={() => setPlaying(true)}
        onEnded={replay}
        onTimeUpdate={({ currentTarget }) =>
          setShare(currentTarget.currentTime / (currentTarget.duration || 1))
        }
      />
      <span class="hover-progress" style={{ transform: `scaleX(${share})` }} aria-hidden="true" />
    </>
  );
}
