/** States of Dream Machine in which a generation has not ended. */
const RUNNING = new Set<unknown>(["queued", "dreaming"]);

/**
 * Whether a callback says that its generation still runs, so that there is nothing to look at yet. Anything else,
 * readable or not, may be its end.
 *
 * @param body - as it came; nobody vouches for it.
 */
export function saysItRuns(body: string): boolean {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null && "state" in value && RUNNING.has(value.state);
  } catch {
    return false;
  }
}
