/** Width and height of a glyph, in cells. */
export const GLYPH_WIDTH = 5;
export const GLYPH_HEIGHT = 7;

/** Seven rows a glyph, one base-32 digit a row; the highest of its five bits is the leftmost cell. */
const GLYPHS: Readonly<Record<string, string>> = {
  A: "ehhvhhh",
  B: "uhhuhhu",
  C: "ehggghe",
  D: "uhhhhhu",
  E: "vgguggv",
  F: "vgguggg",
  G: "ehgnhhf",
  H: "hhhvhhh",
  I: "e44444e",
  J: "72222ic",
  K: "hikokih",
  L: "ggggggv",
  M: "hrllhhh",
  N: "hhpljhh",
  O: "ehhhhhe",
  P: "uhhuggg",
  Q: "ehhhlid",
  R: "uhhukih",
  S: "fgge11u",
  T: "v444444",
  U: "hhhhhhe",
  V: "hhhhha4",
  W: "hhhllla",
  X: "hha4ahh",
  Y: "hhha444",
  Z: "v1248gv",
  "0": "ehjlphe",
  "1": "4c4444e",
  "2": "eh1248v",
  "3": "v2421he",
  "4": "26aiv22",
  "5": "vgu11he",
  "6": "68guhhe",
  "7": "v124888",
  "8": "ehhehhe",
  "9": "ehhf12c",
  "-": "000v000",
  ".": "00000cc",
  ",": "00000c8",
  ":": "0cc0cc0",
  "'": "4480000",
  "/": "01248g0",
  "+": "044v440",
  "!": "4444404",
  "&": "cikcjid",
  "#": "aavavaa",
};

/** Letters that are drawn as others, once accents are taken off. */
const STAND_INS: Readonly<Record<string, string>> = { _: "-", "–": "-", "—": "-", "’": "'", "×": "X" };

/**
 * Tells which cells of a line of text are inked.
 *
 * Letters are drawn as capitals without accents; characters that the font lacks leave a gap.
 *
 * @returns a function of the cell's column and row; the line is `text.length × 6 − 1` cells wide.
 */
export function inkOf(text: string): (column: number, row: number) => boolean {
  const glyphs = fold(text).map((character) => GLYPHS[character] ?? "0000000");
  return (column, row) => {
    const within = column % (GLYPH_WIDTH + 1);
    const bits = Number.parseInt(glyphs[Math.floor(column / (GLYPH_WIDTH + 1))]?.[row] ?? "0", 32);
    return within < GLYPH_WIDTH && ((bits >> (GLYPH_WIDTH - 1 - within)) & 1) === 1;
  };
}

/** How many cells wide a line is. */
export function lineWidth(text: string): number {
  return Math.max(0, fold(text).length * (GLYPH_WIDTH + 1) - 1);
}

function fold(text: string): readonly string[] {
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase();
  return [...plain].map((character) => STAND_INS[character] ?? character);
}
