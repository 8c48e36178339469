import { CATALOG_PROBLEM_CODES } from "./catalog/catalog-problem-codes.ts";
import { SHOT_PROBLEM_CODES } from "./expand/shot-problem-codes.ts";
import { TEMPLATE_PROBLEM_CODES } from "./expand/template-problem-codes.ts";
import type { Severity } from "./problem.ts";
import { SCHEMA_PROBLEM_CODES } from "./schema/schema-problem-codes.ts";
import { SOURCE_PROBLEM_CODES } from "./source/source-problem-codes.ts";

/** What is to be known of one kind of problem. */
export interface ProblemKind {
  readonly severity: Severity;
  /** A few words, as a heading. */
  readonly title: string;
  /** Why it is a problem. */
  readonly explain: string;
  /** What to do, where the problem itself says nothing more exact. */
  readonly hint: string;
}

/** The codes that this package's own stages report; catalogs and templates have theirs beside their code. */
export type ProblemCode =
  | keyof typeof SOURCE_PROBLEM_CODES
  | keyof typeof SCHEMA_PROBLEM_CODES
  | keyof typeof SHOT_PROBLEM_CODES;

/** Every code that a problem can have, by code; `docs/errors.md` is made from it. Codes never change. */
export const PROBLEM_CODES: Readonly<Record<ProblemCode, ProblemKind>> &
  Readonly<Record<string, ProblemKind>> = {
  ...SOURCE_PROBLEM_CODES,
  ...SCHEMA_PROBLEM_CODES,
  ...SHOT_PROBLEM_CODES,
  ...CATALOG_PROBLEM_CODES,
  ...TEMPLATE_PROBLEM_CODES,
};
