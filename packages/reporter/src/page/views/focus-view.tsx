import { formatUsd, type ReadModel, type ShotView, type TakeView } from "@shotlist/core/read-model";
import type { JSX } from "preact";
import { formatCount } from "../../words/show-values.ts";
import { openRetakes } from "../decide/open-retakes.ts";
import { clipUrl } from "../media/clip-url.ts";
import { framesOf, sourceOf } from "../media/made-from.ts";
import { Picture } from "../media/picture.tsx";
import { Player } from "../media/player.tsx";
import { TakeWall } from "../media/take-wall.tsx";
import { Dialog } from "./dialog.tsx";
import { Icon } from "./icon.tsx";
import { Keyframes } from "./keyframes.tsx";
import { RequestFacts, TakeFacts, TakeTimes } from "./shot-facts.tsx";
import { asSentence, failureText, shownTakeOf, stateLine } from "./shot-words.ts";
import { takeStateWords } from "./take-words.ts";
import { useFocusKeys } from "./use-focus-keys.ts";
import { VerdictPanel } from "./verdict-panel.tsx";

/** What the focus view needs. */
export interface FocusViewProps {
  readonly model: ReadModel;
  readonly shot: ShotView;
  /** The take to show; without one, the take that stands for the shot. */
  readonly takeNumber: number | undefined;
  /** The shot's place in the view, from 1, or 0 when the filter hides it. */
  readonly position: number;
  readonly count: number;
  /** All takes side by side instead of one. */
  readonly comparing: boolean;
  /** False while something is asked over this view: its own keys hold then. */
  readonly active: boolean;
  readonly onTake: (number: number) => void;
  readonly onCompare: () => void;
  /** Opens another shot, which this one was made from. */
  readonly onOpenShot: (shotId: string, take: number) => void;
  readonly onStep: (step: 1 | -1) => void;
  readonly onClose: () => void;
}

/** One shot, large: its takes, what was asked for, what happened when, what it cost. */
export function FocusView(props: FocusViewProps): JSX.Element {
  const { model, shot } = props;
  const take = shot.takes.find((each) => each.number === props.takeNumber) ?? shownTakeOf(shot);
  const clips = shot.takes.filter((each) => each.clip).length;
  const source = sourceOf(shot, model);
  const panes = clips + (source?.url ? 1 : 0);
  const comparing = props.comparing && clips > 0 && panes > 1;
  useFocusKeys(props, take);
  return (
    <Dialog class="focus" label={`Shot ${shot.id}`} testId="focus-view" onClose={props.onClose}>
      <div class={`focus-stage is-${shot.state}`}>
        {comparing ? (
          <TakeWall
            key={shot.id}
            shot={shot}
            clipsBase={model.clipsBase}
            source={source}
            chosen={take}
            onChoose={props.onTake}
          />
        ) : (
          <FocusStage key={`${shot.id} ${take?.number}`} model={model} shot={shot} take={take} />
        )}
      </div>
      <div class="focus-side">
        <FocusBar {...props} />
        <h2 class="focus-id">{shot.id}</h2>
        <p class={`state is-${shot.state}`}>
          <Icon name={shot.state} />
          <span>{stateLine(shot)}</span>
        </p>
        {take?.clip && <VerdictPanel target={{ shot, take }} />}
        {take?.failure && take.clip && <p class="failure">{take.failure.words}</p>}
        <p class="focus-prompt">{shot.prompt || "No prompt: the keyframes alone."}</p>
        {take && take.prompt !== shot.prompt && (
          <p class="focus-older">
            Take {take.number} was made with: <q>{take.prompt}</q>
          </p>
        )}
        <Keyframes
          frames={source ? [source, ...framesOf(shot, model)] : framesOf(shot, model)}
          onOpenShot={props.onOpenShot}
        />
        {clips > 0 && panes > 1 && (
          <button
            type="button"
            class="plain focus-compare"
            data-testid="compare"
            aria-pressed={comparing}
            aria-keyshortcuts="C"
            onClick={props.onCompare}
          >
            <Icon name="compare" />
            {comparing
              ? "Back to one take"
              : compareWords(clips, source !== undefined && source.url !== null)}
            <span class="kbd" aria-hidden="true">
              C
            </span>
          </button>
        )}
        {shot.takes.length > 0 && <TakeList shot={shot} shown={take} onTake={props.onTake} />}
        {take && <TakeTimes take={take} />}
        <RequestFacts shot={shot} />
        {take && <TakeFacts take={take} />}
      </div>
    </Dialog>
  );
}

function compareWords(clips: number, hasSource: boolean): string {
  if (!hasSource) return `Compare ${clips} takes side by side`;
  return clips === 1 ? "Compare with its source" : `Compare ${clips} takes with their source`;
}

function FocusBar({ position, count, onStep, onClose }: FocusViewProps): JSX.Element {
  return (
    <div class="focus-bar">
      <span class="focus-place">
        {position > 0 ? `${formatCount(position)} / ${formatCount(count)}` : "outside the filter"}
      </span>
      <button
        type="button"
        class="quiet"
        aria-label="Previous shot"
        title="Previous shot (K)"
        onClick={() => onStep(-1)}
      >
        <Icon name="previous" />
      </button>
      <button
        type="button"
        class="quiet"
        aria-label="Next shot"
        title="Next shot (J)"
        onClick={() => onStep(1)}
      >
        <Icon name="next" />
      </button>
      <button
        type="button"
        class="quiet"
        aria-label="Close"
        title="Close (Esc)"
        data-testid="close"
        onClick={onClose}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

interface FocusStageProps {
  readonly model: ReadModel;
  readonly shot: ShotView;
  readonly take: TakeView | undefined;
}

function FocusStage({ model, shot, take }: FocusStageProps): JSX.Element {
  const url = take?.clip ? clipUrl(model.clipsBase, take.clip.file) : null;
  if (!take?.clip || url === null) {
    return (
      <div class="no-clip">
        <Icon name={shot.state} />
        <p class="no-clip-title">
          {take ? `Take ${take.number}: ${takeStateWords[take.state]}` : "Not made yet"}
        </p>
        <p class="no-clip-words">{asSentence(take?.failure?.words ?? (failureText(shot) || shot.words))}</p>
      </div>
    );
  }
  const label = `Take ${take.number} of ${shot.id}`;
  const { width, height } = take.clip;
  if (take.clip.media === "image") return <Picture {...{ url, label, width, height }} />;
  const poster = take.clip.poster === undefined ? null : clipUrl(model.clipsBase, take.clip.poster);
  return <Player url={url} poster={poster} loop={shot.loop} label={label} />;
}

interface TakeListProps {
  readonly shot: ShotView;
  readonly shown: TakeView | undefined;
  readonly onTake: (number: number) => void;
}

function TakeList({ shot, shown, onTake }: TakeListProps): JSX.Element {
  return (
    <ol class="takes" aria-label="Takes">
      {shot.takes.map((take) => (
        <li key={take.number}>
          <button
            type="button"
            class="take"
            data-testid="take"
            aria-pressed={take === shown}
            onClick={() => onTake(take.number)}
          >
            <span class="take-number">{take.number}</span>
            <span class="take-words">
              <strong>{takeStateWords[take.state]}</strong>
              {takeNotes(shot, take)}
            </span>
            <span class="take-price">
              {formatUsd(take.priceUsdE4)}
              <small>{take.money === "none" ? "nothing due" : take.money}</small>
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}

function takeNotes(shot: ShotView, take: TakeView): string {
  const notes = [];
  if (take.number === shot.shownTake && shot.takes.length > 1) notes.push("stands for the shot");
  if (!take.current) notes.push("for an older version");
  if (openRetakes(shot).includes(take)) notes.push("retake wanted");
  if (take.verdict) notes.push(`${take.verdict.verdict}${take.verdict.note ? `: ${take.verdict.note}` : ""}`);
  if (take.paidTwiceOf !== undefined) notes.push(`paid twice, with take ${take.paidTwiceOf}`);
  return notes.join(" · ");
}
