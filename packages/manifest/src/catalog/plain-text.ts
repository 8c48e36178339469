/** The HTML names of the characters U+00A0 to U+00FF, in that order (HTML Living Standard, named references). */
const LATIN_1 =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml".split(
    " ",
  );

const NAMED: ReadonlyMap<string, string> = new Map([
  ...LATIN_1.map((name, index): [string, string] => [name, String.fromCharCode(0xa0 + index)]),
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["ndash", "–"],
  ["mdash", "—"],
  ["lsquo", "‘"],
  ["rsquo", "’"],
  ["sbquo", "‚"],
  ["ldquo", "“"],
  ["rdquo", "”"],
  ["bdquo", "„"],
  ["bull", "•"],
  ["hellip", "…"],
  ["euro", "€"],
  ["trade", "™"],
  ["ensp", " "],
  ["emsp", " "],
  ["thinsp", " "],
]);

/** Elements whose content is not for readers. */
const HIDDEN = ["script", "style", "template"] as const;

/** The names of HTML's elements, old ones included: `<M` in a size is none of them. */
const ELEMENTS: ReadonlySet<string> = new Set(
  "a abbr acronym address area article aside audio b base basefont bdi bdo big blink blockquote body br button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark marquee menu meta meter nav nobr noscript object ol optgroup option output p param picture pre progress q rp rt ruby s samp script search section select slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xml".split(
    " ",
  ),
);

/** Elements inside a line of text: their tags vanish without leaving a space. */
const INLINE =
  /^<\/?(?:a|abbr|b|bdi|cite|code|del|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u|wbr)\b/i;

/**
 * Takes the text out of a product description that may be HTML.
 *
 * Tags, comments, scripts and styles go, character references are resolved once, and white space is collapsed to single
 * spaces. A `<` that opens no tag (`ø < 5 cm`) stays. What comes out is text, not safe HTML: whoever puts
 * it on a page escapes it. Takes time in proportion to the length, whatever the text.
 */
export function plainText(html: string): string {
  return decodeReferences(withoutTags(html)).replace(/\s+/g, " ").trim();
}

/** Resolves numeric and well-known named character references, once; unknown ones stay as they are. */
export function decodeReferences(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,7}));/g,
    (all, decimal, hex, name) => {
      if (name !== undefined) return NAMED.get(name) ?? all;
      const codePoint = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      const isCharacter =
        codePoint > 0 && codePoint <= 0x10ffff && (codePoint < 0xd800 || codePoint > 0xdfff);
      return isCharacter ? String.fromCodePoint(codePoint) : "�";
    },
  );
}

function withoutTags(html: string): string {
  const parts: string[] = [];
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf("<", at);
    if (open === -1) break;
    const end = endOfMarkup(html, open);
    parts.push(html.slice(at, open));
    if (end === open) parts.push("<");
    else if (!INLINE.test(html.slice(open, open + 12))) parts.push(" ");
    at = end === open ? open + 1 : end;
  }
  parts.push(html.slice(at));
  return parts.join("");
}

/** Where the markup that `open` begins is over; `open` itself where none begins. */
function endOfMarkup(html: string, open: number): number {
  if (html.startsWith("<!--", open)) return after(html, "-->", open + 4);
  const start = html.slice(open, open + 12).toLowerCase();
  const hidden = HIDDEN.find(
    (name) => start.startsWith(`<${name}`) && /[\s>/]/.test(start.charAt(name.length + 1)),
  );
  if (hidden !== undefined) return endOfHidden(html, hidden, open);
  if (!/^<[!?][a-z]/.test(start) && !opensTag(start)) return open;
  const close = html.indexOf(">", open);
  // A tag that is never closed was cut off by the export: what is left of it is no text either.
  return close === -1 ? html.length : close + 1;
}

/** A tag's name is an element's, or is made up, as in `<o:p>` and `<my-box>`. */
function opensTag(start: string): boolean {
  const name = /^<\/?([a-z][a-z0-9]*)([:-]?)/.exec(start);
  return name !== null && (ELEMENTS.has(name[1] ?? "") || name[2] !== "");
}

function endOfHidden(html: string, name: string, open: number): number {
  const close = new RegExp(`</${name}`, "gi");
  close.lastIndex = open;
  return close.exec(html) === null ? html.length : after(html, ">", close.lastIndex);
}

function after(text: string, ending: string, from: number): number {
  const at = text.indexOf(ending, from);
  return at === -1 ? text.length : at + ending.length;
}
