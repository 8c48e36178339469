/** A value in the form that shots have, or why it is not one. */
export type Normalized = { readonly value: string } | { readonly hint: string };

const SPREADSHEET_TIME = /^0?([1-9]\d?):0?([1-9]\d?)(?::00(?:[.,]0+)?)?(?:\s*[AP]M)?$/i;

/**
 * An aspect ratio as `width:height`. `16x9`, `16/9` and `16 : 9` are understood.
 *
 * A spreadsheet's times and dates (`16:09:00`, `9. Sep`) are refused with a hint that says what happened.
 */
export function normalizeAspectRatio(text: string): Normalized {
  const plain = /^([1-9]\d{0,3})\s*[:x×/]\s*([1-9]\d{0,3})$/i.exec(text);
  if (plain !== null) return { value: `${plain[1]}:${plain[2]}` };
  const time = SPREADSHEET_TIME.exec(text);
  if (time !== null) {
    return {
      hint: `A spreadsheet has turned ${time[1]}:${time[2]} into a time of day; write ${time[1]}x${time[2]} there, or format the column as text.`,
    };
  }
  if (
    /\d/.test(text) &&
    (/[-./]\d/.test(text) || /\b(?:jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)/i.test(text))
  ) {
    return {
      hint: "This looks like a date that a spreadsheet made of it; write the ratio as 16x9, or format the column as text.",
    };
  }
  return { hint: "Write width and height, such as 16:9." };
}

/** A length as `5s`. A bare number means seconds. */
export function normalizeDuration(text: string): Normalized {
  const match = /^(\d+(?:\.\d+)?)\s*(?:s|sec|secs|seconds?)?$/i.exec(text);
  if (match !== null && Number(match[1]) > 0) return { value: `${Number(match[1])}s` };
  const time = /^(?:0?0:)?0?0:(\d{1,2})$/.exec(text);
  if (time !== null) {
    return {
      hint: `A spreadsheet has turned this into a time; write ${Number(time[1])}s, or format the column as text.`,
    };
  }
  return { hint: "Write seconds, such as 5s." };
}

/** A resolution such as `720p` or `4k`, in lower case; a bare number of lines gets its `p`. */
export function normalizeResolution(text: string): Normalized {
  const folded = text.toLowerCase().replace(/\s+/g, "");
  if (/^\d{3,4}$/.test(folded)) return { value: `${folded}p` };
  if (/^\d{1,2}k$|^\d{3,4}p$/.test(folded)) return { value: folded };
  // Models may have names of their own for it; whether this one exists, the model's card knows.
  return /^[a-z][a-z0-9-]*$/.test(folded)
    ? { value: folded }
    : { hint: "Write the height, such as 720p, or 4k." };
}
