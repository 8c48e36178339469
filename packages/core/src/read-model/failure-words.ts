import type { Failure } from "../take/take.ts";

/** What an API's failure means, and what a person can do about it, each one sentence without a full stop. */
export interface FailureMeaning {
  readonly means: string;
  readonly todo: string;
}

/**
 * Known failures by how their code begins, or their message in kebab-case where the API has no codes.
 *
 * Sources: docs.lumalabs.ai, Errors (Dream Machine); docs.agents.lumalabs.ai, Error handling (Agents);
 * docs.crazyrouter.com, Error handling.
 */
const MEANINGS: Readonly<Record<string, FailureMeaning>> = {
  "contains-blacklisted-words": {
    means: "The prompt has words that Luma does not allow",
    todo: "Reword the prompt",
  },
  "failed-to-read-user-input-frames": {
    means: "Luma could not read a picture or video that it is made from",
    todo: "Check that its link is public, answers quickly and is a JPEG, PNG or WebP, or an MP4",
  },
  "frame-moderation-failed": {
    means: "Luma's moderation refused a picture or video that it is made from",
    todo: "Use another one",
  },
  "advanced-prompt-moderation-failed": {
    means: "Luma's moderation refused the prompt",
    todo: "Reword the prompt",
  },
  "advanced-moderation-failed": {
    means: "Luma's moderation refused the shot",
    todo: "Reword the prompt or host the picture elsewhere: harmless prompts are refused now and then",
  },
  "prompt-processing-failed": {
    means: "Luma could not process the prompt",
    todo: "Try again, and reword the prompt if it stays so",
  },
  "no-reason-given": { means: "The generation failed, and Luma gave no reason", todo: "Try again" },
  "error-dispatching-job": { means: "Luma could not start the generation", todo: "Try again later" },
  "job-failed": { means: "The generation broke off at Luma", todo: "Try again" },
  "error-processing-callback": {
    means: "Luma could not deliver its callback",
    todo: "Check the callback address",
  },
  "generation-failed": { means: "The generation broke off at Luma", todo: "Try again" },
  "output-not-found": { means: "Luma lost the finished clip", todo: "Try again" },
  "content-moderated": {
    means: "Luma's moderation refused what was made",
    todo: "Reword the prompt or use another picture",
  },
  "budget-exhausted": {
    means: "The account's balance ran out during the generation",
    todo: "Add funds, then run again",
  },
  "image-too-large": { means: "A picture or video is too large for Luma", todo: "Use a smaller one" },
  "unsupported-format": {
    means: "Luma cannot read this kind of picture or video",
    todo: "Use a JPEG, PNG or WebP picture, or an MP4",
  },
  "corrupt-input": { means: "A picture or video is damaged", todo: "Replace it" },
  "invalid-request": { means: "Luma refused the request as invalid", todo: "Correct the shot" },
  "rate-limited": { means: "Luma was asked too often", todo: "Run again later" },
  "insufficient-credits": { means: "The account has no funds left", todo: "Add funds, then run again" },
  "insufficient-quota": {
    means: "The gateway's account has no funds left",
    todo: "Add funds, then run again",
  },
  "invalid-api-key": { means: "The API key was refused", todo: "Check the key" },
  "account-suspended": { means: "The account is suspended", todo: "Ask Luma's support" },
  "generation-not-found": {
    means: "Luma does not know the clip that the shot continues",
    todo: "Make that clip again, or continue another one",
  },
  "prompt-is-required": { means: "The shot has no prompt", todo: "Give it a prompt or a start picture" },
  "prompt-is-too-short": { means: "The prompt is too short for Luma", todo: "Say a little more" },
  "prompt-is-too-long": { means: "The prompt is too long for Luma", todo: "Shorten the prompt" },
  "loop-is-not-supported": {
    means: "The shot cannot loop with its keyframes",
    todo: "Take out loop, or the end keyframe",
  },
  "no-keyframes-provided": { means: "Luma found no keyframes in the shot", todo: "Check its keyframes" },
  throttled: { means: "Luma had no room for it at the time", todo: "Run again" },
  "concepts-are-not-supported-for-this-model": {
    means: "This model takes no camera concepts",
    todo: "Write the motion into the prompt instead",
  },
};

const kebab = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");

/** Longer ones first: what a text begins with tells the most where it is told most exactly. */
const KNOWN = Object.entries(MEANINGS).sort(([a], [b]) => b.length - a.length);

/** What a failure means, when it is one that we know; by how its code begins, then its message. */
export function failureMeaning(failure: Failure): FailureMeaning | undefined {
  for (const text of [kebab(failure.code), kebab(failure.message)]) {
    const known = KNOWN.find(([key]) => text === key || text.startsWith(`${key}-`));
    if (known !== undefined) return known[1];
  }
  return undefined;
}

/**
 * A failure in plain words: what happened, whether the money came back, what to do.
 *
 * @param refused - the create itself was refused, so that nothing was ever charged.
 * @returns such as `Luma's moderation refused a picture or video that it is made from; the money came back. Use another one.`
 */
export function failureWords(failure: Failure, refused = false): string {
  const meaning = failureMeaning(failure);
  const means = meaning?.means ?? `The API said: ${failure.message || failure.code}`;
  const money = refused ? "nothing was charged" : MONEY_WORDS[failure.refund];
  const todo = meaning?.todo ?? TODO_WORDS[failure.category];
  return `${means.replace(/[.\s]+$/, "")}; ${money}. ${todo}.`;
}

const MONEY_WORDS: Readonly<Record<Failure["refund"], string>> = {
  refunded: "the money came back",
  charged: "it was charged",
  unknown: "whether the money came back is not known, so it counts as spent",
};

const TODO_WORDS: Readonly<Record<Failure["category"], string>> = {
  transient: "Try again",
  permanent: "Change the shot, or ask for it again with --retry all",
  account: "Check the key and the account",
};
