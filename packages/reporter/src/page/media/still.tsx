import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Frame, orderFrame, readyFrame } from "./frame-store.ts";
import { isRushing, whenCalm } from "./scroll-rush.ts";

/** A clip that scrolls past faster than this is not opened. */
const SETTLE_MS = 120;

/** What a still shows: a clip, and its poster where there is one. Addresses are relative to the page. */
export interface StillProps {
  /** Null where there is nothing but the picture. */
  readonly clip: string | null;
  readonly poster: string | null;
  /** How wide it is shown, in CSS pixels. */
  readonly width: number;
  readonly alt: string;
}

/** A clip standing still: its poster, or else its first frame, or words when the file cannot be shown. */
export function Still(props: StillProps): JSX.Element {
  const [posterBroken, setPosterBroken] = useState(false);
  const calm = useCalm();
  if (props.poster !== null && !posterBroken) {
    if (!calm) return <div class="still skeleton" role="img" aria-label={props.alt} />;
    return (
      <img
        class="still"
        src={props.poster}
        alt={props.alt}
        decoding="async"
        onError={() => setPosterBroken(true)}
      />
    );
  }
  if (props.clip === null) return <Missing words="The still is not where the report left it." />;
  return <FirstFrame clip={props.clip} width={props.width} alt={props.alt} />;
}

function Missing({ words }: { readonly words: string }): JSX.Element {
  return <p class="still-missing">{words}</p>;
}

/** False only while the page rushes past: pictures that nobody can see are not loaded. */
function useCalm(): boolean {
  const [calm, setCalm] = useState(() => !isRushing());
  useEffect(() => (calm ? undefined : whenCalm(() => setCalm(true))), [calm]);
  return calm;
}

function FirstFrame({
  clip,
  width,
  alt,
}: Omit<StillProps, "poster" | "clip"> & { readonly clip: string }): JSX.Element {
  const frame = useFrame(clip, width * (globalThis.devicePixelRatio || 1));
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const target = canvas.current;
    if (!target || frame === undefined || frame === "missing") return;
    target.width = frame.width;
    target.height = frame.height;
    target.getContext("2d")?.drawImage(frame, 0, 0);
  }, [frame]);
  if (frame === "missing") return <Missing words="The clip is not where the report left it." />;
  if (frame === undefined) return <div class="still skeleton" role="img" aria-label={alt} />;
  return <canvas class="still" ref={canvas} role="img" aria-label={alt} />;
}

/** Starts with a frame that is there already, so that paper never waits; keeps showing a smaller frame of the same clip while a larger one is made. */
function useFrame(url: string, width: number): Frame | undefined {
  const [got, setGot] = useState(() => {
    const frame = readyFrame(url);
    return frame && { url, frame };
  });
  useEffect(() => {
    let cancel = (): void => {};
    const order = (): void => {
      cancel = orderFrame(url, width, (frame) => setGot({ url, frame }));
    };
    const timer = setTimeout(order, readyFrame(url) ? 0 : SETTLE_MS);
    return () => {
      clearTimeout(timer);
      cancel();
    };
  }, [url, width]);
  return got?.url === url ? got.frame : undefined;
}
