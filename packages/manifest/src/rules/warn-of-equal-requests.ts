import type { Place } from "../problem.ts";
import type { ProblemList } from "../problem-list.ts";
import type { Shot } from "../shot.ts";

/** Warns of shots that ask for the very same clip under different ids (`equal-requests`): each of them is paid for. */
export function warnOfEqualRequests(
  shots: readonly Shot[],
  placeOf: (id: string) => Place,
  problems: ProblemList,
): void {
  const groups = new Map<string, Shot[]>();
  for (const shot of shots) {
    const key = `${shot.provider} ${shot.fingerprint}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [shot]);
    else group.push(shot);
  }
  for (const [first, second, ...rest] of groups.values()) {
    if (first === undefined || second === undefined) continue;
    const more = rest.length === 0 ? "" : `, and so do ${rest.length} more`;
    problems.add(
      "equal-requests",
      placeOf(second.id),
      `"${second.id}" asks for the same clip as "${first.id}"${more}.`,
      {
        related: [{ place: placeOf(first.id), message: `"${first.id}"` }],
      },
    );
  }
}
