import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../views/icon.tsx";
import { toggleFullscreen } from "./player-bar.tsx";

/** Pixels of the screen for one of the picture; the first of all is to show the whole of it. */
const ZOOMS = [0, 1, 2, 4] as const;

/** What the big still needs. The address is relative to the page. */
export interface PictureProps {
  readonly url: string;
  readonly label: string;
  /** Its own size, in pixels; 0 where it is not known. */
  readonly width: number;
  readonly height: number;
}

/** A point of a picture, as shares of its width and height. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * A still, whole at first, then pixel by pixel and larger, to be moved about. Its buttons carry `data-key`, by
 * which the focus view presses them for the keyboard.
 */
export function Picture({ url, label, width, height }: PictureProps): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const room = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width, height });
  const [step, setStep] = useState(0);
  const [broken, setBroken] = useState(false);
  const looked = useRef<Point>({ x: 0.5, y: 0.5 });
  const zoom = ZOOMS[step] ?? 0;
  useLayoutEffect(() => {
    const view = room.current;
    if (!view || zoom === 0) return;
    view.scrollTo(
      looked.current.x * view.scrollWidth - view.clientWidth / 2,
      looked.current.y * view.scrollHeight - view.clientHeight / 2,
    );
  }, [zoom]);
  const zoomTo = (next: number, at: Point = { x: 0.5, y: 0.5 }): void => {
    looked.current = at;
    setStep(Math.min(ZOOMS.length - 1, Math.max(0, next)));
  };
  const shown = zoom / (globalThis.devicePixelRatio || 1);
  return (
    <div class="player picture" ref={frame}>
      <section
        class={zoom === 0 ? "picture-room" : "picture-room is-zoomed"}
        ref={room}
        aria-label={`${label}, ${zoomWords(zoom)}`}
        // What is larger than its room is moved about with the arrow keys.
        tabIndex={zoom === 0 ? -1 : 0}
      >
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: Z does the same. */}
        <img
          src={url}
          alt={label}
          data-testid="picture"
          decoding="async"
          {...(zoom === 0 ? {} : { style: { width: `${size.width * shown}px` } })}
          onLoad={({ currentTarget }) =>
            setSize({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight })
          }
          onError={() => setBroken(true)}
          onClick={(event) => zoomTo(step === 0 ? 1 : 0, pointIn(event))}
        />
      </section>
      {broken && (
        <p class="player-broken">
          The still is not where the report left it, or this browser cannot show it.
        </p>
      )}
      <div class="player-bar">
        <span class="picture-size">{size.width > 0 && `${size.width} × ${size.height}`}</span>
        <ZoomButton
          shortcut="-"
          label="Smaller"
          sign="−"
          disabled={step === 0}
          onPress={() => zoomTo(step - 1)}
        />
        <button
          type="button"
          class="quiet picture-zoom"
          data-key="z"
          aria-keyshortcuts="Z"
          title="Whole, or pixel by pixel (Z)"
          onClick={() => zoomTo(step === 0 ? 1 : 0)}
        >
          {zoomWords(zoom)}
        </button>
        <ZoomButton
          shortcut="+"
          label="Larger"
          sign="+"
          disabled={step === ZOOMS.length - 1}
          onPress={() => zoomTo(step + 1)}
        />
        <button
          type="button"
          class="quiet"
          data-key="f"
          aria-label="Full screen"
          aria-keyshortcuts="F"
          title="Full screen (F)"
          onClick={() => toggleFullscreen(frame.current)}
        >
          <Icon name="fullscreen" />
        </button>
      </div>
    </div>
  );
}

function zoomWords(zoom: number): string {
  return zoom === 0 ? "whole" : `${zoom * 100} %`;
}

function pointIn(event: MouseEvent & { readonly currentTarget: HTMLElement }): Point {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
}

function ZoomButton(props: {
  readonly shortcut: string;
  readonly label: string;
  readonly sign: string;
  readonly disabled: boolean;
  readonly onPress: () => void;
}): JSX.Element {
  return (
    <button
      type="button"
      class="quiet"
      data-key={props.shortcut}
      aria-label={props.label}
      aria-keyshortcuts={props.shortcut === "+" ? "Plus" : props.shortcut}
      aria-disabled={props.disabled}
      title={`${props.label} (${props.shortcut})`}
      onClick={() => !props.disabled && props.onPress()}
    >
      {props.sign}
    </button>
  );
}
