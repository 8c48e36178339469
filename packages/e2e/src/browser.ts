import type { Browser, Page } from "playwright-core";
import { inject } from "vitest";
import { launchChromium } from "./chromium.ts";

/** Starts the Chromium that came with the install. */
export function startBrowser(): Promise<Browser> {
  return launchChromium({ path: inject("chromiumPath"), libraries: inject("chromiumLibraries") });
}

/** What a browser's own `<video>` reads of a clip. */
export interface VideoFacts {
  readonly durationS: number;
  readonly width: number;
  readonly height: number;
}

/** Loads a clip into a `<video>` and reads its facts, then plays a little of it to see that it moves. */
export async function readVideo(page: Page, url: string): Promise<VideoFacts> {
  return page.evaluate(async (source) => {
    const video = document.createElement("video");
    video.muted = true;
    video.src = source;
    await new Promise((resolve, reject) => {
      video.onloadedmetadata = resolve;
      video.onerror = () => reject(new Error(`cannot be played (error ${video.error?.code}): ${source}`));
    });
    await video.play();
    await new Promise<void>((resolve) => {
      video.ontimeupdate = () => {
        if (video.currentTime > 0) resolve();
      };
    });
    video.pause();
    return { durationS: video.duration, width: video.videoWidth, height: video.videoHeight };
  }, url);
}
