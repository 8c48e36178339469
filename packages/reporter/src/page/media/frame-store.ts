/** How many clips are opened for their first frame at the same time. */
const OPEN_AT_ONCE = 6;
/** Room for kept frames, in pixels: about 160 MB at four bytes each. */
const KEPT_PIXELS = 40_000_000;
/** A clip that shows no frame for so long gives its place to the next one. */
const GIVE_UP_MS = 15_000;
/** Frames are made in these widths only, so that a small change of the size slider makes none anew. */
const WIDTHS = [240, 480, 960];

/** A clip's first frame, or `missing` when the file is not there or cannot be decoded. */
export type Frame = HTMLCanvasElement | "missing";

interface Order {
  readonly key: string;
  readonly url: string;
  readonly width: number;
  readonly waiting: Set<(frame: Frame) => void>;
  inWork: boolean;
}

const kept = new Map<string, Frame>();
const orders = new Map<string, Order>();
let keptPixels = 0;
let opened = 0;

/** The frame of a clip that is there already, in whatever width. */
export function readyFrame(url: string): Frame | undefined {
  for (const width of WIDTHS) {
    const frame = kept.get(keyOf(url, width));
    if (frame) return frame;
  }
  return undefined;
}

/**
 * Waits until the first frames of clips are there, so that paper shows them.
 *
 * @param width - how wide each will be shown, in device pixels.
 * @param tell - called with the number of frames that are there.
 */
export async function gatherFrames(
  urls: readonly string[],
  width: number,
  tell: (ready: number) => void,
): Promise<void> {
  let ready = 0;
  const count = (resolve: () => void) => (): void => {
    ready += 1;
    tell(ready);
    resolve();
  };
  await Promise.all(
    urls.map((url) => new Promise<void>((resolve) => orderFrame(url, width, count(resolve)))),
  );
}

function keyOf(url: string, width: number): string {
  return `${width} ${url}`;
}

/**
 * Asks for the first frame of a clip. It is drawn once and kept, so that a page of thousands of clips
 * never holds more than a few video players. The newest orders are served first: they are what the
 * viewer looks at.
 *
 * @param width - how wide the frame will be shown, in device pixels.
 * @param deliver - called once, at once when the frame is there already.
 * @returns the way to take the order back.
 */
export function orderFrame(url: string, width: number, deliver: (frame: Frame) => void): () => void {
  const made = WIDTHS.find((each) => each >= width * 0.8) ?? WIDTHS.at(-1) ?? width;
  const key = keyOf(url, made);
  const ready = kept.get(key);
  if (ready) {
    kept.delete(key);
    kept.set(key, ready);
    deliver(ready);
    return () => {};
  }
  const order = orders.get(key) ?? { key, url, width: made, waiting: new Set(), inWork: false };
  order.waiting.add(deliver);
  orders.delete(key);
  orders.set(key, order);
  serveOrders();
  return () => {
    order.waiting.delete(deliver);
    if (order.waiting.size === 0 && !order.inWork) orders.delete(key);
  };
}

function serveOrders(): void {
  for (const order of [...orders.values()].reverse()) {
    if (opened >= OPEN_AT_ONCE) return;
    if (order.inWork) continue;
    order.inWork = true;
    opened += 1;
    void takeFirstFrame(order).then((frame) => {
      opened -= 1;
      orders.delete(order.key);
      keep(order.key, frame);
      for (const deliver of order.waiting) deliver(frame);
      serveOrders();
    });
  }
}

function takeFirstFrame(order: Order): Promise<Frame> {
  return new Promise((resolve) => {
    const video = document.createElement("video");
    const finish = (frame: Frame): void => {
      clearTimeout(patience);
      video.onloadeddata = null;
      video.onerror = null;
      video.removeAttribute("src");
      video.load();
      resolve(frame);
    };
    const patience = setTimeout(() => finish("missing"), GIVE_UP_MS);
    video.muted = true;
    video.playsInline = true;
    video.preload = "auto";
    video.onloadeddata = () => finish(drawFrame(video, order.width));
    video.onerror = () => finish("missing");
    // Safari loads a frame only when it is asked for a moment other than the very start.
    video.src = `${order.url}#t=0.001`;
  });
}

function drawFrame(video: HTMLVideoElement, width: number): Frame {
  const canvas = document.createElement("canvas");
  const scale = Math.min(1, width / (video.videoWidth || 1));
  canvas.width = Math.max(1, Math.round(video.videoWidth * scale));
  canvas.height = Math.max(1, Math.round(video.videoHeight * scale));
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function keep(key: string, frame: Frame): void {
  kept.set(key, frame);
  keptPixels += pixelsOf(frame);
  for (const [oldest, old] of kept) {
    if (keptPixels <= KEPT_PIXELS) return;
    kept.delete(oldest);
    keptPixels -= pixelsOf(old);
  }
}

function pixelsOf(frame: Frame): number {
  return frame === "missing" ? 0 : frame.width * frame.height;
}
