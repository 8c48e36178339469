import { spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const folder = join(root, "demo");

// A demo starts from nothing, so that each one shows the whole way from a catalog to a contact sheet.
rmSync(folder, { recursive: true, force: true });
cpSync(join(root, "manifests/product-catalog"), folder, { recursive: true });
const { status } = spawnSync(
  process.execPath,
  [join(root, "packages/cli/bin/shotlist.js"), "run", "demo/shotlist.yaml", "--simulate", "--yes"],
  { cwd: root, stdio: "inherit" },
);
process.exitCode = status ?? 1;
