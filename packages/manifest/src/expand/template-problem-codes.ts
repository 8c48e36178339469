/** The codes of everything that can be wrong with a template or a condition. */
export const TEMPLATE_PROBLEM_CODES: Readonly<
  Record<
    string,
    {
      readonly severity: "error" | "warning";
      readonly title: string;
      readonly explain: string;
      readonly hint: string;
    }
  >
> = {
  "template-broken": {
    severity: "error",
    title: "A template or condition cannot be read",
    explain: "It is not valid Liquid: something is not closed, or a word stands where none can.",
    hint: "Output stands in {{ … }}, tags in {% … %}.",
  },
  "template-failed": {
    severity: "error",
    title: "A template failed while it was filled in",
    explain: "A filter refused its value, or the template took too long or grew too large.",
    hint: "Simplify the template, or guard the value with `| default`.",
  },
  "template-mixed-and-or": {
    severity: "warning",
    title: "A condition mixes `and` with `or`",
    explain: "Liquid reads them from right to left, which is seldom what is meant.",
    hint: "Put brackets around the part that belongs together.",
  },
  "template-not-repeatable": {
    severity: "error",
    title: "A template depends on the day",
    explain: "A shot whose text changes by itself would be made, and paid for, again and again.",
    hint: "Write the date into the manifest.",
  },
  "template-not-text": {
    severity: "error",
    title: "A template prints something that is no text",
    explain: "The variable has fields of its own; printed whole it would make no sense.",
    hint: "Name one of its fields.",
  },
  "template-too-long": {
    severity: "error",
    title: "A template is too long",
    explain: "Sources may have 100,000 characters, and what comes out 20,000; no prompt is longer.",
    hint: "Shorten it, or bound its loops with limit.",
  },
  "template-unknown-filter": {
    severity: "error",
    title: "A template uses a filter that does not exist",
    explain: "Filters are the standard ones of Liquid, and `slug`.",
    hint: "Correct the filter's name.",
  },
  "template-unknown-tag": {
    severity: "error",
    title: "A template uses a tag that does not exist",
    explain: "Only tags that choose, repeat and name text are there; templates cannot read files.",
    hint: "Use if, unless, case, for, assign, capture, echo, raw or comment.",
  },
  "template-unknown-variable": {
    severity: "error",
    title: "A template uses a variable that does not exist",
    explain:
      "Variables come from the catalog's product and the matrix; every name is checked before anything is rendered.",
    hint: "Correct the name.",
  },
};
