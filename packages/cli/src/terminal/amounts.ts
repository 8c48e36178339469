/** A length of time as people say it: `8s`, `1m 42s`, `2h 05m`; never negative. */
export function durationWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${String(seconds % 60).padStart(2, "0")}s`;
  return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, "0")}m`;
}

/**
 * A time that is still to come, as rough as it is known: `a few seconds`, `40s`, `about 3 min`, `about 2h 10m`.
 */
export function timeLeftWords(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 5) return "a few seconds";
  if (seconds <= 55) return `${Math.ceil(seconds / 5) * 5}s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `about ${minutes} min`;
  const tens = Math.ceil(minutes / 10) * 10;
  return `about ${Math.floor(tens / 60)}h ${String(tens % 60).padStart(2, "0")}m`;
}

/** A time since the start, narrow: `0:07`, `12:40`, `1:02:03`. */
export function clockWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const tail = `${String(seconds % 60).padStart(2, "0")}`;
  return hours === 0 ? `${minutes}:${tail}` : `${hours}:${String(minutes).padStart(2, "0")}:${tail}`;
}

/** Bytes in decimal units: `0 B`, `812 kB`, `1.4 MB`, `23 GB`. */
export function byteWords(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}
