import type { ShotView } from "@shotlist/core/read-model";
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { stateLabels } from "../../words/state-words.ts";
import { type CardShape, cardShape, type Density, ratioNumber } from "../arrange/layout-grid.ts";
import { openRetakes } from "../decide/open-retakes.ts";
import { verdictOf } from "../find/match-shot.ts";
import { clipUrl } from "../media/clip-url.ts";
import { HoverPlayer } from "../media/hover-player.tsx";
import { Still } from "../media/still.tsx";
import { CardJudge } from "./card-judge.tsx";
import { Icon } from "./icon.tsx";
import { kindWords } from "./kind-words.ts";
import { asSentence, costWords, failureText, shownTakeOf, stateLine, takeWords } from "./shot-words.ts";
import { VerdictMark } from "./verdict-mark.tsx";

/** What a card needs beside its shot. */
export interface CardProps {
  readonly shot: ShotView;
  /** The number on the edge of the film: the shot's place in the manifest, from 1. */
  readonly frameNumber: number;
  readonly clipsBase: string;
  readonly density: Density;
  readonly stageWidth: number;
  readonly stageHeight: number;
  /** Whether the Tab key stops here. */
  readonly tabStop: boolean;
  /** The card's cell, for the two calls below, which must stay the same functions from draw to draw. */
  readonly cell: number;
  readonly onOpen: (shot: ShotView, cell: number) => void;
  readonly onMove: (cell: number) => void;
}

/** One shot of the sheet: its picture, which plays under the pointer or the keyboard, and what is to know. */
export function Card(props: CardProps): JSX.Element {
  const { shot, density } = props;
  const [live, setLive] = useState(false);
  const shape = cardShape(ratioNumber(shot.aspectRatio));
  const verdict = verdictOf(shot);
  return (
    // The whole card opens under the pointer; the keyboard has the button in it, whose click arrives here.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above.
    <div
      class={`card card-${shape} card-${density} is-${shot.state}${verdict ? ` was-${verdict}` : ""}`}
      data-testid="card"
      data-shot={shot.id}
      data-state={shot.state}
      data-verdict={verdict || undefined}
      onClick={(event) => !isSelecting(event) && props.onOpen(shot, props.cell)}
      onPointerEnter={(event) => event.pointerType !== "touch" && setLive(true)}
      onPointerLeave={() => setLive(false)}
      onFocusIn={() => setLive(true)}
      onFocusOut={() => setLive(false)}
    >
      <Stage {...props} shape={shape} live={live} />
      <div class="caption">
        <div class="caption-head">
          <button
            type="button"
            class="card-open"
            data-testid="open-shot"
            tabIndex={props.tabStop ? 0 : -1}
            aria-haspopup="dialog"
            title={shot.id}
            onFocus={() => props.onMove(props.cell)}
          >
            {shot.id}
          </button>
          {density === "full" && <Cost shot={shot} />}
        </div>
        {density === "full" && <p class="prompt">{shot.prompt}</p>}
        <p class="state" data-testid="state" title={stateLine(shot)}>
          <Icon name={shot.state} />
          <span>{stateText(shot, density)}</span>
        </p>
        {density === "full" && <Facts shot={shot} frameNumber={props.frameNumber} />}
      </div>
    </div>
  );
}

/** A pointer that has just marked some text of the card did not mean to open it; `detail` is 0 for a key. */
function isSelecting(event: MouseEvent): boolean {
  return event.detail > 0 && getSelection()?.isCollapsed === false;
}

function Cost({ shot }: { readonly shot: ShotView }): JSX.Element {
  const cost = costWords(shot);
  return (
    <span class="cost" data-testid="cost" title={cost.title}>
      {cost.text}
    </span>
  );
}

function Facts({
  shot,
  frameNumber,
}: {
  readonly shot: ShotView;
  readonly frameNumber: number;
}): JSX.Element {
  return (
    <p class="facts" data-testid="facts">
      <span class="frame-number" aria-hidden="true">
        {frameNumber}
      </span>
      {[shot.aspectRatio, shot.resolution, shot.kind === "image" ? "" : shot.duration].map(
        (fact, index) => fact !== "" && <span key={index}>{fact}</span>,
      )}
      {shot.kind && <span data-testid="kind">{kindWords[shot.kind]}</span>}
      {shot.loop && (
        <span class="loop">
          <Icon name="loop" />
          loop
        </span>
      )}
      {shot.product && <span class="product">{shot.product.title || shot.product.handle}</span>}
    </p>
  );
}

interface StageProps extends CardProps {
  readonly shape: CardShape;
  readonly live: boolean;
}

function Stage({ shot, clipsBase, live, stageWidth, stageHeight, shape }: StageProps): JSX.Element {
  const clip = shownTakeOf(shot)?.clip;
  const url = clip ? clipUrl(clipsBase, clip.file) : null;
  const style = shape === "stacked" ? { height: `${stageHeight}px` } : { width: `${stageWidth}px` };
  if (!clip || url === null) {
    return (
      <div class="stage stage-empty" style={style} data-testid="stage">
        <NoClip shot={shot} />
      </div>
    );
  }
  const still = clip.media === "image";
  const poster = still ? url : clip.poster === undefined ? null : clipUrl(clipsBase, clip.poster);
  const alt = still ? `Still of ${shot.id}` : `First frame of ${shot.id}`;
  return (
    <div class="stage" style={style} data-testid="stage">
      <Still clip={still ? null : url} poster={poster} width={stageWidth} alt={alt} />
      {live && !still && <HoverPlayer url={url} loop={shot.loop} />}
      <VerdictMark take={shownTakeOf(shot)} retake={openRetakes(shot).at(-1)?.retake} />
      {live && <CardJudge shot={shot} />}
      {shot.takes.length > 1 && (
        <span class="stage-takes" title={`${shot.takes.length} takes`}>
          {shot.shownTake}/{shot.takes.length}
        </span>
      )}
    </div>
  );
}

/** Where there is no clip the stage says why, in words. */
function NoClip({ shot }: { readonly shot: ShotView }): JSX.Element {
  const failure = failureText(shot);
  const take = shot.takes.at(-1);
  return (
    <div class="no-clip">
      <Icon name={shot.state} />
      <p class="no-clip-words" title={failure || shot.words}>
        {asSentence(failure || shot.words)}
      </p>
      {failure !== "" && take?.failure && <p class="no-clip-code">{take.failure.code}</p>}
    </div>
  );
}

/** What the stage of a card without a clip says already is not said again under it. */
function stateText(shot: ShotView, density: Density): string {
  if (density === "compact") return stateLabels[shot.state];
  if (shownTakeOf(shot)?.clip) return stateLine(shot);
  return [stateLabels[shot.state], takeWords(shot)].filter(Boolean).join(" · ");
}
