import type { Window } from "../manifest.ts";

/**
 * Reads a submission window such as `22:00-06:00 Europe/Berlin`.
 *
 * @returns the window, or in words what is wrong with it. The zone must be one that `Intl` knows.
 */
export function readWindow(
  text: string,
): { readonly window: Window } | { readonly fault: string; readonly hint?: string } {
  const match = /^(\d{1,2}):(\d{2})\s*(?:-|–|to)\s*(\d{1,2}):(\d{2})(?:\s+(\S+))?$/.exec(text.trim());
  if (match === null) return { fault: "it is not of the form 22:00-06:00 Europe/Berlin" };
  const fromMinute = minuteOf(match[1], match[2]);
  const toMinute = minuteOf(match[3], match[4]);
  if (fromMinute === undefined || toMinute === undefined) return { fault: "hours go from 00:00 to 23:59" };
  if (fromMinute === toMinute)
    return { fault: "it begins and ends at the same minute", hint: "Leave it out to submit at any hour." };
  const zone = match[5];
  if (zone === undefined) return { window: { fromMinute, toMinute } };
  if (!isTimeZone(zone)) {
    return {
      fault: `"${zone}" is no time zone`,
      hint: "Use an IANA name such as Europe/Berlin or America/New_York.",
    };
  }
  return { window: { fromMinute, toMinute, timeZone: zone } };
}

/** 24:00 is the end of a day, which is the next day's beginning. */
function minuteOf(hours: string | undefined, minutes: string | undefined): number | undefined {
  const [hour, minute] = [Number(hours), Number(minutes)];
  if (hour === 24 && minute === 0) return 0;
  return hour < 24 && minute < 60 ? hour * 60 + minute : undefined;
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
