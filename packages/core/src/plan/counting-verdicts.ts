import type { StateSnapshot, Verdict } from "../ports/state-store.ts";

/** The verdicts that count: those on the very file that their take has. Another clip was never judged. */
export function countingVerdicts({ takes, verdicts }: StateSnapshot): readonly Verdict[] {
  if (verdicts.length === 0) return verdicts;
  const files = new Map(takes.map(({ shotId, number, clip }) => [`${shotId}/${number}`, clip?.sha256]));
  return verdicts.filter(({ shotId, number, sha256 }) => {
    const file = files.get(`${shotId}/${number}`);
    return file === undefined || file === sha256;
  });
}
