import type { Place } from "../problem.ts";
import type { ProblemList } from "../problem-list.ts";
import type { Shot } from "../shot.ts";

/** Warns of shots that ask for the very same clip under different ids (`equal-requests`): each of them is paid for. */
export function warnOfEqualRequests(
  shots: readonly Shot[],
  placeOf: (id: string) => Place,
  problems: ProblemList,
): void {
  const firsts = new Map<string, Shot>();
  const others = new Map<Shot, Shot[]>();
  for (const shot of shots) {
    const key = shot.provider === "luma" ? shot.fingerprint : `${shot.provider} ${shot.fingerprint}`;
    const first = firsts.get(key);
    if (first === undefined) {
      firsts.set(key, shot);
      continue;
    }
    const known = others.get(first);
    if (known === undefined) others.set(first, [shot]);
    else known.push(shot);
  }
  if (others.size === 0) return;
  for (const first of firsts.values()) {
    const [second, ...rest] = others.get(first) ?? [];
    if (second === undefined) continue;
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
