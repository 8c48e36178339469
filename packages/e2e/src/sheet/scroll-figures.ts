import type { Browser, Page } from "playwright-core";

/** How a page moves while it is measured. */
interface ScrollWay {
  readonly stepPx: number;
  /** One step a frame. */
  readonly steps: number;
}

/** A wheel, a fling, and the scroll bar being dragged from window to window. */
const SCROLL_WAYS: readonly ScrollWay[] = [
  { stepPx: 120, steps: 120 },
  { stepPx: 600, steps: 80 },
  { stepPx: 5_000, steps: 40 },
];

/** What a browser says of a page that was opened and scrolled. Milliseconds. */
export interface ScrollFigures {
  /** From the navigation to the first text or picture. */
  readonly firstContentMs: number;
  /** What the page's own thread took until its first card was there, in the processor's time. */
  readonly openedMs: number;
  /** The longest wait from one frame to the next, whatever else the machine did. */
  readonly longestFrameMs: number;
  /** How many frames took longer than 50 ms. */
  readonly slowFrames: number;
  /** The longest task of the page's own thread, in the processor's time: what the page itself takes. */
  readonly longestTaskMs: number;
}

/** Opens a page, waits until it has rested, scrolls it in every way, and says how that went. */
export async function measureScroll(browser: Browser, url: string): Promise<ScrollFigures> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    await page.goto(url);
    await page.locator("[data-shot], [data-row]").first().waitFor();
    const { metrics } = await session.send("Performance.getMetrics");
    const openedMs = 1_000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
    await session.detach();
    const firstContentMs = await page.evaluate(
      () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
    );
    await page.waitForTimeout(1_000);
    await browser.startTracing(page, { categories: ["toplevel", "devtools.timeline"] });
    const gaps: number[] = [];
    for (const way of SCROLL_WAYS) gaps.push(...(await scroll(page, way)));
    const longestTaskMs = longestTask(await browser.stopTracing());
    return {
      firstContentMs,
      openedMs,
      longestFrameMs: Math.max(...gaps),
      slowFrames: gaps.filter((gap) => gap > 50).length,
      longestTaskMs,
    };
  } finally {
    await page.close();
  }
}

/** Scrolls one step a frame, and gives the waits between frames. */
function scroll(page: Page, way: ScrollWay): Promise<readonly number[]> {
  return page.evaluate(async ({ stepPx, steps }) => {
    const gaps: number[] = [];
    let last: number | undefined;
    await new Promise<void>((resolve) => {
      const tick = (now: number): void => {
        if (last !== undefined) gaps.push(now - last);
        last = now;
        scrollBy(0, stepPx);
        if (gaps.length < steps) requestAnimationFrame(tick);
        else resolve();
      };
      requestAnimationFrame(tick);
    });
    return gaps;
  }, way);
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Processor time, microseconds. */
  readonly tdur?: number;
}

/** The thread that called the page's functions is the page's own. */
function longestTask(trace: Buffer): number {
  const { traceEvents } = JSON.parse(trace.toString("utf8")) as { traceEvents: readonly TraceEvent[] };
  const calls = new Map<string, number>();
  for (const { name, pid, tid } of traceEvents) {
    if (name === "FireAnimationFrame") calls.set(`${pid} ${tid}`, (calls.get(`${pid} ${tid}`) ?? 0) + 1);
  }
  const [thread] = [...calls].toSorted((a, b) => b[1] - a[1])[0] ?? [];
  const tasks = traceEvents.filter(
    ({ name, ph, pid, tid }) => ph === "X" && name.endsWith("RunTask") && `${pid} ${tid}` === thread,
  );
  return tasks.reduce((longest, { tdur = 0 }) => Math.max(longest, tdur / 1_000), 0);
}
