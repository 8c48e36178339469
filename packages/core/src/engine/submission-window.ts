import type { Window } from "@shotlist/manifest";

const MINUTE_MS = 60_000;
const MINUTES_A_DAY = 1440;

/**
 * How long until new submissions are allowed.
 *
 * @param nowMs - Unix milliseconds.
 * @param window - the hours of submission; it may cross midnight, and is the whole day when both ends are equal.
 * @returns 0 inside the window, else the wait until the next full minute that may be inside it: after a wait
 *   this function must be asked again, because clocks are put forward and back.
 */
export function windowWaitMs(nowMs: number, window: Window): number {
  const { fromMinute, toMinute } = window;
  if (fromMinute === toMinute) return 0;
  const minute = minuteOfDay(nowMs, window.timeZone);
  const inside =
    fromMinute < toMinute
      ? minute >= fromMinute && minute < toMinute
      : minute >= fromMinute || minute < toMinute;
  if (inside) return 0;
  const minutes = (fromMinute - minute + MINUTES_A_DAY) % MINUTES_A_DAY;
  // An hour at most, so that a change of the clock is noticed.
  return Math.min(minutes, 60) * MINUTE_MS - (nowMs % MINUTE_MS);
}

function minuteOfDay(nowMs: number, timeZone: string | undefined): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    ...(timeZone === undefined ? {} : { timeZone }),
  }).formatToParts(nowMs);
  const read = (type: "hour" | "minute"): number => Number(parts.find((part) => part.type === type)?.value);
  return read("hour") * 60 + read("minute");
}
