import { extname } from "node:path";
import { csvFile } from "@shotlist/reporter";
import type { NamedClip } from "./name-clips.ts";

/** IPTC's word for media that a model made: https://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia */
const MADE_BY_AI = "trainedAlgorithmicMedia";

const COLUMNS = [
  "file",
  "poster",
  "sku",
  "product_id",
  "handle",
  "title",
  "shot",
  "take",
  "verdict",
  "note",
  "model",
  "prompt",
  "width",
  "height",
  "duration_s",
  "loop",
  "bytes",
  "sha256",
  "generation_id",
  "digital_source_type",
  "media",
  "beside",
] as const;

/** A table of what was handed over, a row a clip. */
export function clipTable(clips: readonly NamedClip[]): string {
  return csvFile(
    COLUMNS,
    clips.map(({ name, shot, take }) => [
      name,
      posterName({ name, shot, take }) ?? null,
      shot.product?.sku ?? null,
      shot.product?.id ?? null,
      shot.product?.handle ?? null,
      shot.product?.title ?? null,
      shot.id,
      take.number,
      take.verdict?.verdict ?? null,
      take.verdict?.note ?? null,
      shot.model,
      take.prompt,
      take.clip.width,
      take.clip.height,
      take.clip.media === "image" ? null : take.clip.durationS,
      shot.loop,
      take.clip.bytes,
      take.clip.sha256,
      take.generationId ?? null,
      MADE_BY_AI,
      take.clip.media ?? "video",
      besideNames({ name, shot, take })
        .map((beside) => beside.name)
        .join(" ") || null,
    ]),
  );
}

/** The poster's name beside the clip's; undefined where there is none. */
export function posterName({ name, take: { clip } }: NamedClip): string | undefined {
  const ending = /\.[A-Za-z0-9]+$/.exec(clip.poster ?? "")?.[0];
  return ending === undefined ? undefined : name.replace(/\.[A-Za-z0-9]+$/, ending);
}

/** What belongs to a clip, such as its frames as EXR: each file with its name beside the clip's. */
export function besideNames({ name, take: { clip } }: NamedClip): readonly {
  readonly file: string;
  readonly name: string;
}[] {
  const stem = clip.file.replace(/\.[^./]+$/, "");
  return (clip.attachments ?? []).map(({ file }, index) => {
    const ending = file.startsWith(`${stem}.`) ? file.slice(stem.length) : `.${index + 1}${extname(file)}`;
    return { file, name: name.replace(/\.[A-Za-z0-9]+$/, ending) };
  });
}

/**
 * What whoever publishes the clips should know, for it is asked of media that a model made.
 *
 * @see https://support.google.com/merchants/answer/14743464
 */
export function aiNotice(simulated: boolean): string {
  return `${[
    ...(simulated
      ? ["These clips come from a simulated run. They show nothing and are not for use.", ""]
      : []),
    "The clips in this folder, and the posters, were made by a generative model (Luma). A poster is the picture that",
    "the API gave with its clip, which Dream Machine does; where there is none, the clip's first frame serves.",
    "",
    "Google Merchant Center asks that pictures made by generative AI say so in their metadata: the IPTC property",
    `DigitalSourceType with the value ${MADE_BY_AI}, which must not be removed. The JPEG and PNG posters`,
    "here have it; a WebP poster needs it before it is used as image_link. For videos its product data has no",
    "attribute beside video_link. The clips are what the API gave, byte for byte, so that whatever they say of their",
    "origin is kept; leave it there when you convert them. Stills have the property written into them, so that their",
    "sha256 in clips.csv is of the file as the API gave it. clips.csv names the kind of source of each clip in",
    "digital_source_type.",
    "",
    "Law may ask for more where they are shown: the European Union's AI Act, Article 50, has rules on marking and",
    "disclosing generated media.",
  ].join("\n")}\n`;
}
