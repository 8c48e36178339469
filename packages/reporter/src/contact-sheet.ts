import type { ReadModel } from "@shotlist/core/read-model";
import { packModel } from "./packed/pack-model.ts";

const dataSlot = '<script type="application/json" id="read-model"></script>';
const titleSlot = "<title>Contact sheet</title>";

/** How a contact sheet lives. */
export interface ContactSheetOptions {
  /**
   * Whether the page is served and may ask its server: it then follows `api/events` and sends decisions to
   * `api/decisions`, all relative to itself. Default false: the page asks nothing of any network.
   */
  readonly live?: boolean;
  /**
   * Clips and pictures that go into the file itself, as data URLs by the path that the page would look for them:
   * `model.clipsBase` or `model.framesBase`, a `/`, and the file.
   */
  readonly media?: ReadonlyMap<string, string>;
}

/**
 * Makes the contact sheet: one HTML file that opens from disk and asks nothing of the network.
 *
 * The template is this package's own built page (`@shotlist/reporter/contact-sheet.html`), whose
 * Content-Security-Policy names its script and style by hash; the read-model goes in, packed, as data that
 * no browser runs. Clips that are not embedded are found under `model.clipsBase`, relative to the page.
 *
 * @param model - what to show; every text in it is treated as text, whatever it looks like.
 * @param template - the built page, as text.
 * @throws TypeError when the template is not that page: it has no place, or two, for the data or the title.
 */
export function renderContactSheet(
  model: ReadModel,
  template: string,
  options: ContactSheetOptions = {},
): string {
  const live = options.live === true ? '<meta name="shotlist-live" content="1">' : "";
  const media =
    options.media === undefined || options.media.size === 0
      ? ""
      : `<script type="application/json" id="media">${jsonForMarkup(Object.fromEntries(options.media))}</script>`;
  const data = `${live}${media}<script type="application/json" id="read-model">${jsonForMarkup(packModel(model))}</script>`;
  const title = `<title>${escapeText(`${model.name} · contact sheet`)}</title>`;
  const page = options.live === true ? allowOwnServer(template) : template;
  return fillSlot(fillSlot(page, titleSlot, title), dataSlot, data);
}

const policyTag = /(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(")/;

/**
 * The Content-Security-Policy that a page names in its head, for a server to send as a header too; undefined
 * where it names none. A header may add to it: a browser obeys both.
 */
export function policyOf(page: string): string | undefined {
  return policyTag.exec(page)?.[2];
}

function allowOwnServer(template: string): string {
  return template.replace(
    policyTag,
    (_, before, policy, after) => `${before}${policy}; connect-src 'self'${after}`,
  );
}

/**
 * JSON that can stand inside a `<script>` of any kind: no `<` that could end it or open a comment, and
 * no line separators that older script parsers refuse.
 */
export function jsonForMarkup(value: unknown): string {
  return JSON.stringify(value)
    .replace(/</g, "\\u003c")
    .replace(/\u2028/g, "\\u2028")
    .replace(/\u2029/g, "\\u2029");
}

function escapeText(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function fillSlot(html: string, slot: string, filling: string): string {
  const [before, after, ...more] = html.split(slot);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new TypeError(`The contact sheet's template must have ${slot} exactly once.`);
  }
  return before + filling + after;
}
