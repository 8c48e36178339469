import type { ErrorCode, YAMLParseError } from "yaml";

interface Wording {
  readonly message: string;
  readonly hint: string;
}

const INDENT_HINT = "Indent lines that belong together by the same number of spaces.";
const QUOTE_HINT = "Put the text in double quotes.";

const WORDINGS: Partial<Record<ErrorCode, Wording>> = {
  BAD_INDENT: { message: "This line's indentation fits nothing above it.", hint: INDENT_HINT },
  BLOCK_AS_IMPLICIT_KEY: {
    message: "A second `: ` in one line: YAML takes it for a map inside a value.",
    hint: "Put a text that has `: ` in it in double quotes.",
  },
  MULTILINE_IMPLICIT_KEY: {
    message: "This line is neither a `key: value` nor indented as part of one.",
    hint: INDENT_HINT,
  },
  MISSING_CHAR: { message: "Something that was opened is not closed, or a `:` or `,` is missing.", hint: "" },
  BAD_SCALAR_START: { message: "A text without quotes cannot begin with this character.", hint: QUOTE_HINT },
  BAD_DQ_ESCAPE: {
    message: "This backslash escape does not exist in double quotes.",
    hint: "Write `\\\\` for a backslash, or use single quotes.",
  },
  BAD_ALIAS: { message: "This alias names no anchor above it.", hint: "" },
  BLOCK_IN_FLOW: { message: "A block cannot stand inside { } or [ ].", hint: "" },
  RESOURCE_EXHAUSTION: { message: "The file is nested too deeply.", hint: "" },
};

const LIST_ITEM: Wording = {
  message: "This line stands where a list's next item should, and does not begin with `-`.",
  hint: INDENT_HINT,
};

const TEXT_AFTER_VALUE: Wording = {
  message: "Text follows a value that has already ended.",
  hint: "Put the whole text in quotes; inside single quotes a quote is doubled ('it''s').",
};

/** Says a YAML syntax error in plain words; the hint may be empty. */
export function wordSyntaxError(error: YAMLParseError): Wording {
  if (error.message.startsWith("Sequence item without")) return LIST_ITEM;
  if (/^Unexpected (?:[a-z-]+-)?scalar at node end/.test(error.message)) return TEXT_AFTER_VALUE;
  const known = WORDINGS[error.code];
  if (known?.hint !== "" && known !== undefined) return known;
  const detail = error.message
    .replace(/\s+/g, " ")
    .replace(/^Missing closing "quote$/, "Missing closing quote");
  if (known !== undefined) return { message: `${known.message} (${detail})`, hint: "" };
  const isRest = error.code === "UNEXPECTED_TOKEN";
  return {
    message: `This is not YAML here: ${detail}.`,
    hint: isRest ? "Put a text with special characters in double quotes, and check the line above." : "",
  };
}
