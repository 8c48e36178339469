import type { ErrorCode } from "./error-codes.ts";

/** Bad usage, a bad manifest or a missing key. */
const USAGE = 2;
/** Stopped by the account or the budget. */
const STOPPED = 4;

/**
 * What `shotlist doctor` can find beside what commands fail with. Permanent, as error codes are. The exit code holds
 * where the finding is a problem, not where it is a warning.
 */
export const DIAGNOSIS_CODES: Readonly<Record<string, ErrorCode>> = {
  "api-throttled": {
    title: "The API asks to wait",
    explain:
      "The account is at its limit of requests just now, so that nothing more can be said of it. The key itself was not refused. Ask again in a minute.",
  },
  "api-unreachable": {
    title: "The API cannot be reached",
    explain:
      "No usable answer came: no network, a proxy or a firewall in between, a wrong base URL, or an outage at the API. A run would wait for it and buy nothing meanwhile.",
  },
  "balance-short": {
    title: "The account has less than the plan costs",
    explain:
      "What is to be bought costs more than the account has left. A run would be stopped by the account in the middle: what is made until then is kept, and the next run goes on. Add funds, or bound the run with `--max-spend` or `--sample`.",
    exitCode: STOPPED,
  },
  "balance-unknown": {
    title: "The account's balance could not be read",
    explain:
      "The API has a balance to tell and did not tell it, or told it in an unknown form. Nothing hangs on it but this check.",
  },
  "clock-skew": {
    title: "This machine's clock is wrong",
    explain:
      "The API's clock and this machine's differ by more than a minute. Runs measure the difference and allow for it, but links that die early and storage that refuses signatures are likely. Let the system set its clock by the network.",
  },
  "disk-short": {
    title: "The disk has less room than the clips need",
    explain:
      "The output folder's disk has less free than the clips of the plan will take, as far as that can be told beforehand. Finished generations that cannot be stored wait at the API until their links die. Free some space, or put the clips elsewhere with `--out`.",
    exitCode: STOPPED,
  },
  "disk-unknown": {
    title: "Free disk space could not be read",
    explain: "The system does not say how much room the output folder's disk has.",
  },
  "key-misplaced": {
    title: "A key looks like another API's",
    explain:
      "Luma's two APIs and the gateway take different keys, and these are told apart by how they begin. A key in the variable of another API is refused there. Keys themselves are never printed.",
  },
  "key-refused": {
    title: "The API refuses the key or the account",
    explain:
      "The key is wrong, was taken back, or its account is suspended or without funds. Nothing can be bought with it, and what is in flight cannot be watched.",
    exitCode: STOPPED,
  },
  "limits-above-card": {
    title: "The limits are above what is known of the account",
    explain:
      "More slots or creates a minute are asked for than the model card gives an account of Luma's Build tier. That is right for accounts with a higher tier; elsewhere refusals slow the run down, which learns from them.",
  },
  "manifest-faulty": {
    title: "The manifest has errors",
    explain:
      "Nothing is submitted while there is one. `shotlist validate MANIFEST` shows each with its place.",
    exitCode: USAGE,
  },
  "node-too-old": {
    title: "Node is too old",
    explain: "shotlist is made for Node 24 and later.",
    exitCode: 1,
  },
  "picture-missing": {
    title: "A keyframe's picture cannot be used",
    explain:
      "Its server says that there is no such picture, that it may not be read, or that it is no picture. A run leaves its shots out; correct the URL.",
    exitCode: USAGE,
  },
  "picture-unsure": {
    title: "A keyframe's picture could not be asked for",
    explain:
      "Its server did not answer, or not now. It may be well again when Luma asks; a run sends the shot all the same.",
  },
  "takes-unanswered": {
    title: "Submissions are without an answer",
    explain:
      "The state holds takes of which nobody knows whether the API made them. They hold their money. The next run looks for them where the API can list; the rest is settled with `shotlist resolve`.",
  },
};
