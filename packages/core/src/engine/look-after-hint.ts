/**
 * Says when to look again at a generation that still runs although a callback said that it has ended: what the API
 * shows may lag behind. The waits grow with the time that has passed.
 *
 * @param sinceMs - time since the callback, in milliseconds.
 */
export function lookAfterHintMs(
  sinceMs: number,
  { pollMinMs, pollMaxMs }: { readonly pollMinMs: number; readonly pollMaxMs: number },
): number {
  return Math.min(pollMaxMs, Math.max(pollMinMs, sinceMs / 2));
}
