import { formatUsd, type ShotView, type TakeView } from "@shotlist/core/read-model";
import type { JSX } from "preact";
import { formatBytes, formatSpan } from "../../words/show-values.ts";
import { kindWords } from "./kind-words.ts";
import { formatMoment, formatTimeOfDay } from "./moment.ts";
import { asSentence } from "./shot-words.ts";

type Fact = readonly [name: string, value: string | undefined];

/** What the manifest asks of a shot. Links of keyframes are shown as text: the page loads nothing from afar. */
export function RequestFacts({ shot }: { readonly shot: ShotView }): JSX.Element {
  return (
    <FactList
      title="Asked for"
      facts={[
        ["Product", shot.product && [shot.product.title, shot.product.sku].filter(Boolean).join(" · ")],
        ["Kind", shot.kind && kindWords[shot.kind]],
        ["Model", shot.model],
        [
          "Format",
          [
            shot.aspectRatio,
            shot.resolution,
            shot.kind === "image" ? "" : shot.duration,
            shot.loop ? "loop" : "",
          ]
            .filter(Boolean)
            .join(" · "),
        ],
        ["Tags", shot.tags.join(", ") || undefined],
        ...matrixFacts(shot),
        ["Source", shot.sourceClip],
        ["Start frame", shot.startFrame],
        ["Pictures", shot.guides?.map(({ words }) => words).join(", ")],
        ["End frame", shot.endFrame],
        ["Price of a take", formatUsd(shot.priceUsdE4)],
        ["Spent in all", formatUsd(shot.spentUsdE4)],
      ]}
    />
  );
}

/** The matrix values that no other fact says. */
function matrixFacts(shot: ShotView): readonly Fact[] {
  const said = new Set([shot.aspectRatio, shot.resolution, shot.duration, shot.model]);
  return Object.entries(shot.matrix)
    .filter(([, value]) => !said.has(value))
    .map(([name, value]) => [asSentence(name.replaceAll("_", " ")), value]);
}

function lengthWords({ media, durationS }: NonNullable<TakeView["clip"]>): string {
  return media === "image" ? "" : `${durationS.toFixed(2)} s`;
}

/** Where the picture comes from that stands for a clip, on the sheet and on paper. */
function posterWords({ media, poster }: NonNullable<TakeView["clip"]>): string {
  if (media === "image") return "the still itself";
  return poster === undefined ? "first frame of the clip" : "Luma's own picture of the generation";
}

/** What is known of a take and its clip. */
export function TakeFacts({ take }: { readonly take: TakeView }): JSX.Element {
  const { clip, failure } = take;
  return (
    <FactList
      title={`Take ${take.number}`}
      facts={[
        ["Generation", take.generationId],
        ["Clip", clip?.file],
        [
          clip?.media === "image" ? "Still" : "Video",
          clip &&
            [`${clip.width} × ${clip.height}`, lengthWords(clip), formatBytes(clip.bytes)]
              .filter(Boolean)
              .join(" · "),
        ],
        ["Picture", clip && posterWords(clip)],
        ["SHA-256", clip?.sha256],
        [
          "Beside it",
          clip?.attachments?.map(({ file, bytes }) => `${file} (${formatBytes(bytes)})`).join(", "),
        ],
        ["The API said", failure && `${failure.apiMessage} (${failure.code})`],
      ]}
    />
  );
}

function FactList({
  title,
  facts,
}: {
  readonly title: string;
  readonly facts: readonly Fact[];
}): JSX.Element | null {
  const known = facts.filter(
    (fact): fact is readonly [string, string] => fact[1] !== undefined && fact[1] !== "",
  );
  if (known.length === 0) return null;
  return (
    <section class="facts-list">
      <h3>{title}</h3>
      <dl>
        {known.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{isAddress(value) ? <AddressLink address={value} /> : value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function isAddress(value: string): boolean {
  return /^https?:\/\/[^\s]+$/i.test(value);
}

/** The page loads nothing from afar by itself; who follows the link does. */
function AddressLink({ address }: { readonly address: string }): JSX.Element {
  return (
    <a href={address} target="_blank" rel="noopener noreferrer">
      {address}
    </a>
  );
}

/** What happened to a take, when, and how long each step took. */
export function TakeTimes({ take }: { readonly take: TakeView }): JSX.Element {
  const steps = [
    ["Sent", take.intentAt],
    ["Accepted", take.acceptedAt],
    [take.failure ? "Failed" : "Made", take.endedAt],
    ["On disk", take.doneAt],
  ].filter((step): step is [string, string] => step[1] !== undefined);
  return (
    <section class="times" aria-label={`Times of take ${take.number}`}>
      <ol>
        {steps.map(([name, iso], index) => {
          const before = steps[index - 1]?.[1];
          return (
            <li key={name}>
              <span>{name}</span>
              <time dateTime={iso} title={iso}>
                {index === 0 ? formatMoment(iso) : formatTimeOfDay(iso)}
              </time>
              {before !== undefined && <small>+{formatSpan(Date.parse(iso) - Date.parse(before))}</small>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
