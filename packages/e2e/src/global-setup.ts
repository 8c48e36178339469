import type { TestProject } from "vitest/node";
import { unpackChromium } from "./chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** See `Chromium`. */
    readonly chromiumPath: string;
    readonly chromiumLibraries: string;
  }
}

/** Unpacks Chromium before the first test that needs it, so that no two do it at once. */
export async function setup(project: TestProject): Promise<void> {
  const { path, libraries } = await unpackChromium();
  project.provide("chromiumPath", path);
  project.provide("chromiumLibraries", libraries);
}
