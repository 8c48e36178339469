import type { Reporter, SerializedError, TestModule } from "vitest/node";

/**
 * Prints `N passed, N failed` (and `, N skipped`) as the very last line of a test run, after coverage
 * tables and everything else. A run that ends badly without a failed test counts as one failure.
 */
export class ClosingLine implements Reporter {
  readonly #counts = { passed: 0, failed: 0, skipped: 0 };

  constructor() {
    process.once("exit", (code) => this.#print(code));
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    for (const module of modules) {
      this.#counts.failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const state = test.result().state;
        if (state !== "pending") this.#counts[state] += 1;
      }
    }
    this.#counts.failed += errors.length;
  }

  #print(code: number): void {
    const { passed, skipped } = this.#counts;
    const failed = code === 0 ? this.#counts.failed : Math.max(1, this.#counts.failed);
    process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}\n`);
  }
}
