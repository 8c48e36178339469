import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";

/** Rules that need no network and change nothing of the page. */
const AXE = "axe-core";

interface Axe {
  run(
    root: Document,
    options: object,
  ): Promise<{
    readonly violations: readonly {
      readonly id: string;
      readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
    }[];
  }>;
}

/** Whether the rules of axe are installed. */
export const hasAxe: boolean = axeFile() !== undefined;

function axeFile(): string | undefined {
  try {
    const manifest = findPackageJSON(AXE, import.meta.url);
    return manifest === undefined ? undefined : join(dirname(manifest), "axe.min.js");
  } catch {
    return undefined;
  }
}

/** What axe finds wrong with a page as it is now, one line for each place; empty when all is well. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  // The debugger's own evaluation, which the page's policy does not hold.
  await page.evaluate(readFileSync(axeFile() ?? "", "utf8"));
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: Axe }).axe.run(document, { resultTypes: ["violations"] }),
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = "" }) => `${id}: ${html.slice(0, 160)}: ${failureSummary}`),
  );
}
