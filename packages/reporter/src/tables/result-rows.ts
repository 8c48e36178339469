import type { ReadModel, ShotView, TakeView } from "@shotlist/core/read-model";
import { toUsd } from "./usd.ts";

/**
 * One shot of the results, as other programs read it. The names are a contract: they are the columns of
 * the CSV and the keys of the JSON, and only ever added to. Money is in US dollars, null where unknown;
 * times are ISO 8601, UTC; what a shot has not is null, or an empty text.
 */
export interface ResultRow {
  readonly id: string;
  readonly state: string;
  /** One line of plain words about the state. */
  readonly words: string;
  /** What the next run would do. */
  readonly action: string;
  /** The take that stands for the shot, or the last one that was tried; null while there is none. */
  readonly take: number | null;
  readonly takes: number;
  /** The clip's path inside the output folder. */
  readonly clip: string;
  readonly poster: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly length_s: number | null;
  readonly bytes: number | null;
  readonly sha256: string;
  readonly model: string;
  readonly aspect_ratio: string;
  readonly resolution: string;
  readonly duration: string;
  readonly loop: boolean;
  readonly tags: string;
  readonly product_id: string;
  readonly product_handle: string;
  readonly product_title: string;
  readonly sku: string;
  readonly prompt: string;
  readonly start_frame: string;
  readonly end_frame: string;
  readonly generation_id: string;
  readonly failure_code: string;
  readonly failure: string;
  readonly refund: string;
  readonly verdict: string;
  readonly note: string;
  /** Price of one take. */
  readonly price_usd: number | null;
  /** Spent over all takes. */
  readonly spent_usd: number | null;
  readonly sent_at: string;
  readonly accepted_at: string;
  readonly ended_at: string;
  readonly done_at: string;
  /** `video`, `image`, `edit` or `reframe`. */
  readonly kind: string;
  /** What an edit or a reframe is made from. */
  readonly source: string;
}

/** The results, a row a shot, in the read-model's order. */
export function resultRows(model: ReadModel): readonly ResultRow[] {
  return model.shots.map((shot) => {
    const take = standingTake(shot);
    return { ...shotPart(shot, take), ...takePart(take) };
  });
}

/** The order of the CSV's columns: what people look at first stands first. */
export const resultColumns: readonly (keyof ResultRow)[] = [
  "id",
  "state",
  "words",
  "action",
  "take",
  "takes",
  "clip",
  "poster",
  "width",
  "height",
  "length_s",
  "bytes",
  "sha256",
  "model",
  "aspect_ratio",
  "resolution",
  "duration",
  "loop",
  "tags",
  "product_id",
  "product_handle",
  "product_title",
  "sku",
  "prompt",
  "start_frame",
  "end_frame",
  "generation_id",
  "failure_code",
  "failure",
  "refund",
  "verdict",
  "note",
  "price_usd",
  "spent_usd",
  "sent_at",
  "accepted_at",
  "ended_at",
  "done_at",
  "kind",
  "source",
];

type ShotPart = Omit<ResultRow, keyof TakePart>;
type TakePart = Pick<
  ResultRow,
  | "clip"
  | "poster"
  | "width"
  | "height"
  | "length_s"
  | "bytes"
  | "sha256"
  | "generation_id"
  | "failure_code"
  | "failure"
  | "refund"
  | "verdict"
  | "note"
  | "sent_at"
  | "accepted_at"
  | "ended_at"
  | "done_at"
>;

function shotPart(shot: ShotView, take: TakeView | undefined): ShotPart {
  return {
    id: shot.id,
    state: shot.state,
    words: shot.words,
    action: shot.action,
    take: take?.number ?? null,
    takes: shot.takes.length,
    model: shot.model,
    aspect_ratio: shot.aspectRatio,
    resolution: shot.resolution,
    duration: shot.duration,
    loop: shot.loop,
    tags: shot.tags.join(" "),
    product_id: shot.product?.id ?? "",
    product_handle: shot.product?.handle ?? "",
    product_title: shot.product?.title ?? "",
    sku: shot.product?.sku ?? "",
    prompt: shot.prompt,
    start_frame: shot.startFrame ?? "",
    end_frame: shot.endFrame ?? "",
    price_usd: toUsd(shot.priceUsdE4),
    spent_usd: toUsd(knownSpend(shot)),
    kind: shot.kind ?? "video",
    source: shot.sourceClip ?? "",
  };
}

function takePart(take: TakeView | undefined): TakePart {
  const { clip, failure, verdict } = take ?? {};
  return {
    clip: clip?.file ?? "",
    poster: clip?.poster ?? "",
    width: clip?.width ?? null,
    height: clip?.height ?? null,
    length_s: clip === undefined || clip.media === "image" ? null : clip.durationS,
    bytes: clip?.bytes ?? null,
    sha256: clip?.sha256 ?? "",
    generation_id: take?.generationId ?? "",
    failure_code: failure?.code ?? "",
    failure: failure?.words ?? "",
    refund: failure?.refund ?? "",
    verdict: verdict?.verdict ?? "",
    note: verdict?.note ?? "",
    sent_at: take?.intentAt ?? "",
    accepted_at: take?.acceptedAt ?? "",
    ended_at: take?.endedAt ?? "",
    done_at: take?.doneAt ?? "",
  };
}

/** The take that stands for a shot, or the last one that was tried, or none. */
export function standingTake(shot: ShotView): TakeView | undefined {
  return shot.takes.find((take) => take.number === shot.shownTake) ?? shot.takes.at(-1);
}

/** What was spent on a shot, USD × 10⁴; null when a take of unknown price was spent. */
export function knownSpend(shot: ShotView): number | null {
  const unknown = shot.takes.some((take) => take.money === "spent" && take.priceUsdE4 === null);
  return unknown ? null : shot.spentUsdE4;
}
