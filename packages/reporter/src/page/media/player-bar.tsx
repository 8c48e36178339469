import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon, type IconName } from "../views/icon.tsx";

/** Luma's clips have 24 frames a second on every model; the step is good enough for any other rate. */
export const FRAME_S: number = 1 / 24;

const RATES = [0.25, 0.5, 1, 1.5, 2];

/** Where a player stands, in seconds. */
export interface PlayTime {
  readonly atS: number;
  readonly lengthS: number;
}

/** What the bar shows and what its buttons do. */
export interface PlayerBarProps {
  readonly time: PlayTime;
  readonly paused: boolean;
  readonly rate: number;
  readonly onTogglePlay: () => void;
  readonly onStep: (frames: 1 | -1) => void;
  readonly onSeek: (atS: number) => void;
  readonly onRate: (rate: number) => void;
  readonly onFullscreen: () => void;
}

/**
 * Scrubbing, frame by frame, speed, full screen. Buttons carry `data-key`, by which the focus view presses
 * them for the keyboard.
 */
export function PlayerBar(props: PlayerBarProps): JSX.Element {
  const { time, paused, rate } = props;
  return (
    <div class="player-bar">
      <BarButton
        shortcut=" "
        label={paused ? "Play" : "Pause"}
        icon={paused ? "play" : "pause"}
        onPress={props.onTogglePlay}
      />
      <BarButton shortcut="," label="One frame back" icon="stepBack" onPress={() => props.onStep(-1)} />
      <BarButton shortcut="." label="One frame on" icon="stepOn" onPress={() => props.onStep(1)} />
      <input
        type="range"
        class="player-scrub"
        aria-label="Position"
        aria-valuetext={`${time.atS.toFixed(2)} of ${time.lengthS.toFixed(2)} seconds`}
        min={0}
        max={time.lengthS || 1}
        step={0.001}
        value={time.atS}
        style={{ "--share": String(time.lengthS ? time.atS / time.lengthS : 0) }}
        onInput={(event) => props.onSeek(event.currentTarget.valueAsNumber)}
      />
      <span class="player-time">
        {time.atS.toFixed(2)}
        <span class="player-length"> / {time.lengthS.toFixed(2)}</span> s
      </span>
      <RateButton shortcut="<" label="Slower" rate={nextRate(rate, -1)} onRate={props.onRate} />
      <span class="player-rate" role="status" aria-label={`Speed ${rate}×`}>
        {rate}×
      </span>
      <RateButton shortcut=">" label="Faster" rate={nextRate(rate, 1)} onRate={props.onRate} />
      <BarButton shortcut="f" label="Full screen" icon="fullscreen" onPress={props.onFullscreen} />
    </div>
  );
}

/** The next speed up or down; undefined at the end of the scale. */
function nextRate(rate: number, way: 1 | -1): number | undefined {
  return RATES[RATES.indexOf(rate) + way];
}

interface BarButtonProps {
  readonly shortcut: string;
  readonly label: string;
  readonly icon: IconName;
  readonly onPress: () => void;
}

function BarButton({ shortcut, label, icon, onPress }: BarButtonProps): JSX.Element {
  const key = shortcut === " " ? "Space" : shortcut.toUpperCase();
  return (
    <button
      type="button"
      class="quiet"
      data-key={shortcut}
      aria-label={label}
      aria-keyshortcuts={key}
      title={`${label} (${key})`}
      onClick={onPress}
    >
      <Icon name={icon} />
    </button>
  );
}

interface RateButtonProps {
  readonly shortcut: "<" | ">";
  readonly label: string;
  readonly rate: number | undefined;
  readonly onRate: (rate: number) => void;
}

function RateButton({ shortcut, label, rate, onRate }: RateButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class="quiet player-rate-step"
      data-key={shortcut}
      aria-label={label}
      aria-keyshortcuts={shortcut}
      aria-disabled={rate === undefined}
      title={`${label} (${shortcut})`}
      onClick={() => rate !== undefined && onRate(rate)}
    >
      {shortcut === "<" ? "−" : "+"}
    </button>
  );
}

/** Looks at every frame of the screen while something plays: `timeupdate` comes four times a second only. */
export function useFrameClock(paused: boolean, look: () => void): void {
  const latest = useRef(look);
  latest.current = look;
  useEffect(() => {
    if (paused) return;
    let next = requestAnimationFrame(function tick() {
      latest.current();
      next = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(next);
  }, [paused]);
}

/** Gives an element the whole screen, or takes it back. */
export function toggleFullscreen(element: HTMLElement | null): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void element?.requestFullscreen?.().catch(() => {});
}
