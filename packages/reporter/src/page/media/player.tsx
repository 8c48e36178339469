import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../views/icon.tsx";
import { wantsStillness } from "./hover-player.tsx";

/** What the player needs. Addresses are relative to the page. */
export interface PlayerProps {
  readonly url: string;
  readonly poster: string | null;
  readonly loop: boolean;
  readonly label: string;
}

/** Luma's clips have 24 frames a second on every model; the step is good enough for any other rate. */
const FRAME_S = 1 / 24;
const RATES = [1, 0.5, 0.25, 2];

/**
 * The big player: scrubbing, frame by frame, speed, full screen. Its buttons carry `data-key`, by which
 * the focus view presses them for the keyboard.
 */
export function Player({ url, poster, loop, label }: PlayerProps): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const [time, setTime] = useState({ atS: 0, lengthS: 0 });
  const [paused, setPaused] = useState(true);
  const [rate, setRate] = useState(1);
  const [broken, setBroken] = useState(false);
  useFrameClock(video, paused, setTime);
  const seek = (atS: number): void => {
    const player = video.current;
    if (!player) return;
    player.currentTime = Math.min(Math.max(0, atS), player.duration || 0);
  };
  const step = (frames: number): void => {
    video.current?.pause();
    seek((video.current?.currentTime ?? 0) + frames * FRAME_S);
  };
  const togglePlay = (): void => {
    const player = video.current;
    if (player?.paused) void player.play().catch(() => {});
    else player?.pause();
  };
  const nextRate = (): void => {
    const next = RATES[(RATES.indexOf(rate) + 1) % RATES.length] ?? 1;
    if (video.current) video.current.playbackRate = next;
    setRate(next);
  };
  return (
    <div class="player" ref={frame}>
      <video
        ref={video}
        data-testid="player"
        src={url}
        {...(poster === null ? {} : { poster })}
        aria-label={label}
        autoplay={!wantsStillness()}
        muted
        playsInline
        preload="auto"
        loop={loop}
        onClick={togglePlay}
        onPlay={() => setPaused(false)}
        onPause={() => setPaused(true)}
        onError={() => setBroken(true)}
        onSeeked={({ currentTarget }) => setTime(timeOf(currentTarget))}
        onLoadedMetadata={({ currentTarget }) => setTime(timeOf(currentTarget))}
      />
      {broken && (
        <p class="player-broken">The clip is not where the report left it, or this browser cannot play it.</p>
      )}
      <div class="player-bar">
        <PlayerButton
          shortcut=" "
          label={paused ? "Play" : "Pause"}
          icon={paused ? "play" : "pause"}
          onPress={togglePlay}
        />
        <PlayerButton shortcut="," label="One frame back" icon="stepBack" onPress={() => step(-1)} />
        <PlayerButton shortcut="." label="One frame on" icon="stepOn" onPress={() => step(1)} />
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
          onInput={(event) => seek(event.currentTarget.valueAsNumber)}
        />
        <span class="player-time">
          {time.atS.toFixed(2)} / {time.lengthS.toFixed(2)} s
        </span>
        <button
          type="button"
          class="quiet player-rate"
          aria-label={`Speed: ${rate}×`}
          title="Speed"
          onClick={nextRate}
        >
          {rate}×
        </button>
        <PlayerButton
          shortcut="f"
          label="Full screen"
          icon="fullscreen"
          onPress={() => toggleFullscreen(frame.current)}
        />
      </div>
    </div>
  );
}

interface PlayerButtonProps {
  readonly shortcut: string;
  readonly label: string;
  readonly icon: "play" | "pause" | "stepBack" | "stepOn" | "fullscreen";
  readonly onPress: () => void;
}

function PlayerButton({ shortcut, label, icon, onPress }: PlayerButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class="quiet"
      data-key={shortcut}
      aria-label={label}
      title={label}
      onClick={onPress}
    >
      <Icon name={icon} />
    </button>
  );
}

interface PlayTime {
  readonly atS: number;
  readonly lengthS: number;
}

function timeOf(player: HTMLVideoElement): PlayTime {
  return { atS: player.currentTime, lengthS: Number.isFinite(player.duration) ? player.duration : 0 };
}

/** The `timeupdate` event comes four times a second, too coarse for a moving hand. */
function useFrameClock(
  video: { readonly current: HTMLVideoElement | null },
  paused: boolean,
  tell: (time: PlayTime) => void,
): void {
  useEffect(() => {
    if (paused) return;
    let next = requestAnimationFrame(function look() {
      if (video.current) tell(timeOf(video.current));
      next = requestAnimationFrame(look);
    });
    return () => cancelAnimationFrame(next);
  }, [video, paused, tell]);
}

function toggleFullscreen(element: HTMLElement | null): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void element?.requestFullscreen?.().catch(() => {});
}
