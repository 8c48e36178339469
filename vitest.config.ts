import { defineConfig } from "vitest/config";
import { ClosingLine } from "./tools/closing-line.ts";

const never = ["**/node_modules/**", "**/dist/**"];

export default defineConfig({
  // Tests run on the sources; `resolve.conditions` alone has no effect on tests that run in Node.
  ssr: { resolve: { conditions: ["@shotlist/source", "module", "node"] } },
  test: {
    // One for each core: most of them wait for servers, browsers and child processes.
    maxWorkers: "100%",
    // What a page or a process comes to is waited for as long as a busy machine may need.
    expect: { poll: { timeout: 20_000 } },
    reporters: ["default", new ClosingLine()],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["packages/*/src/**/*.test.ts", "tools/**/*.test.ts"],
          exclude: [...never, "packages/e2e/**", "tools/house.test.ts"],
        },
      },
      {
        extends: true,
        test: { name: "house", include: ["tools/house.test.ts"], exclude: never, testTimeout: 120_000 },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["packages/e2e/src/**/*.test.ts"],
          exclude: never,
          globalSetup: ["packages/e2e/src/global-setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
    coverage: { include: ["packages/*/src/**/*.ts"], exclude: ["**/*.test.ts"] },
  },
});
