import type { MediaFile, Shot } from "@shotlist/manifest";
import type { ModelCard } from "./model-card.ts";
import type { ModelProblemCodeName } from "./model-problem-codes.ts";

/** What a rule finds wrong with a shot. Equal findings of several shots at one place become one problem. */
export interface Finding {
  readonly code: ModelProblemCodeName;
  /** The field that it stands in, in the dotted form of places. */
  readonly field: string;
  /** A clause without the shot's name and without a full stop. */
  readonly message: string;
  /** What of the message is the shot's own, such as a file's name: findings that differ in it alone are equal. */
  readonly names?: string;
  /** In place of the code's own hint. */
  readonly hint?: string;
}

/** What rules may look at beside the shot: its model's card, and the shots that it needs. */
export interface RuleContext {
  /** Of the shot's model, at whoever makes the shot. */
  readonly card: ModelCard;
  /** Cards of all models that whoever makes the shot has. */
  readonly otherCards: readonly ModelCard[];
  /** Whether local files can be put where any API fetches them. */
  readonly uploads: boolean;
  /** What a local file that shots are made from says of itself, by its path; undefined where nobody looked. */
  readonly fileAt: (path: string) => MediaFile | undefined;
  readonly shotOf: (id: string) => Shot | undefined;
  readonly cardOf: (shot: Shot) => ModelCard | undefined;
}

/** One thing that a model asks of a shot. */
export type ShotRule = (shot: Shot, context: RuleContext) => readonly Finding[];
