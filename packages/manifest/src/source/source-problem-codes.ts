/** What can be wrong with a file as such: its encoding, its YAML or its CSV. */
export const SOURCE_PROBLEM_CODES = {
  "csv-duplicate-column": {
    severity: "error",
    title: "Two columns have the same name",
    explain:
      "It is not clear which of them counts; names are compared without case, and `-`, `_` and spaces are the same.",
    hint: "Rename or remove one of them.",
  },
  "csv-empty": {
    severity: "error",
    title: "The table is empty",
    explain: "A table of shots begins with a row that names its columns.",
    hint: "Write a first row such as: id,prompt,aspect_ratio.",
  },
  "csv-quote": {
    severity: "error",
    title: "Quotes in the table do not pair up",
    explain:
      "A cell that begins with a quote ends with the next single quote; inside it a quote is doubled. A quote that is never closed swallows the rows after it.",
    hint: "Put the whole cell in quotes and double each quote inside it.",
  },
  "csv-ragged-row": {
    severity: "error",
    title: "A row has more cells than there are columns",
    explain:
      "Mostly a cell that has the delimiter in it and is not quoted, so that the cells after it are shifted.",
    hint: "Put the cell that has the delimiter in it in quotes.",
  },
  "csv-unknown-column": {
    severity: "error",
    title: "A column's name is not known",
    explain:
      "Columns have the names of a shot's fields, `frame0` and `frame1` for keyframes, or `extra.<dialect>.<field>`.",
    hint: "Correct or remove the column.",
  },
  "csv-unnamed-column": {
    severity: "error",
    title: "A column has values but no name",
    explain: "Without a name its values cannot be used.",
    hint: "Name the column in the first row.",
  },
  "encoding-not-utf8": {
    severity: "error",
    title: "The file is not UTF-8",
    explain:
      "Manifests and tables are UTF-8, with or without a byte order mark; other encodings cannot be told apart safely.",
    hint: 'Save the file as UTF-8 (in Excel: "CSV UTF-8").',
  },
  "encoding-utf16": {
    severity: "error",
    title: "The file is UTF-16",
    explain: "Manifests and tables are UTF-8.",
    hint: 'Save the file as UTF-8 (in Excel: "CSV UTF-8" rather than "Unicode text").',
  },
  "file-not-found": {
    severity: "error",
    title: "A file that the manifest names does not exist",
    explain: "Paths are relative to the manifest's folder.",
    hint: "Check the path; it is relative to the manifest's folder.",
  },
  "file-unreadable": {
    severity: "error",
    title: "A file that the manifest names cannot be read",
    explain: "The file is there, but the system refuses to read it.",
    hint: "Check that it is a file and that you may read it.",
  },
  "manifest-empty": {
    severity: "error",
    title: "The manifest is empty",
    explain: "There is nothing in the file but white space and comments.",
    hint: "Run `shotlist init` for a manifest to start from.",
  },
  "nul-character": {
    severity: "error",
    title: "The file has a NUL character",
    explain: "No text has one; the file is damaged, or no text file.",
    hint: "Save the file as plain UTF-8 text.",
  },
  "shots-file-form": {
    severity: "error",
    title: "The table of shots has an unknown ending",
    explain: "Tables of shots are .csv or .tsv files.",
    hint: "Rename the file.",
  },
  "yaml-alias": {
    severity: "error",
    title: "An alias cannot be followed",
    explain: "It stands inside what it repeats, or aliases repeat far more than a manifest needs.",
    hint: "Write the values out.",
  },
  "yaml-directive": {
    severity: "error",
    title: "The file has a YAML directive",
    explain: "Manifests are YAML 1.2; directives could change how they are read.",
    hint: "Remove the line.",
  },
  "yaml-documents": {
    severity: "error",
    title: "The file has more than one YAML document",
    explain: "Only one manifest is read from a file.",
    hint: "Put the other documents into files of their own.",
  },
  "yaml-duplicate-key": {
    severity: "error",
    title: "A field is set twice",
    explain: "It is not clear which of them counts.",
    hint: "Remove one of them.",
  },
  "yaml-forbidden-key": {
    severity: "error",
    title: "A key cannot be used",
    explain: "Keys like this one only serve to break programs.",
    hint: "Take it out.",
  },
  "yaml-key": {
    severity: "error",
    title: "A key is no plain text",
    explain: "Keys are names of fields.",
    hint: "Put templates and other values on the right of the colon, in quotes.",
  },
  "yaml-merge-key": {
    severity: "error",
    title: "Merge keys are not read",
    explain: "`<<` was taken out of YAML, and readers disagree on what it does.",
    hint: "Use `defaults` or `profiles` for fields that shots share.",
  },
  "yaml-number": {
    severity: "error",
    title: "A number cannot be used",
    explain: "Infinity and not-a-number have no meaning here.",
    hint: "Write a plain number.",
  },
  "yaml-syntax": {
    severity: "error",
    title: "The file is not valid YAML here",
    explain: "What follows on the same line is not checked.",
    hint: "Look for a missing quote, colon or bracket, here or on the line above.",
  },
  "yaml-tab": {
    severity: "error",
    title: "A tab indents a line",
    explain: "YAML allows only spaces for indentation, because editors disagree on how wide a tab is.",
    hint: "Replace the tab by spaces, as many as the lines beside it have; most editors can do it for the whole file.",
  },
  "yaml-tag": {
    severity: "error",
    title: "YAML tags are refused",
    explain: "Tags can make programs run code; a manifest holds only data.",
    hint: "Take the tag out.",
  },
  "yaml-too-deep": {
    severity: "error",
    title: "The file is nested too deeply",
    explain: "No manifest needs so many levels.",
    hint: "Flatten it.",
  },
  "yaml-unquoted-template": {
    severity: "error",
    title: "A template needs quotes",
    explain: "A value that begins with `{{` is a map to YAML, so the template never arrives.",
    hint: "Put the whole value in double quotes.",
  },
} as const;
