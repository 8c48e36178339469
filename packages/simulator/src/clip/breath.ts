/** How long work may hold the event loop at a time, in milliseconds. */
const SLICE_MS = 8;

/**
 * Makes a pause for long work: awaited at every step, it lets whatever else waits in the event loop go first
 * once the work has held it for a few milliseconds.
 */
export function createBreath(): () => Promise<void> {
  let sliceEndsAt = performance.now() + SLICE_MS;
  return async () => {
    if (performance.now() < sliceEndsAt) return;
    await breathe();
    sliceEndsAt = performance.now() + SLICE_MS;
  };
}

/** Lets whatever else waits in the event loop go first. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
