#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { setFlagsFromString } from "node:v8";

enableCompileCache();
// A large manifest is read once and kept: a nursery that grows to 100 MB would only be memory taken, not time saved.
setFlagsFromString("--semi-space-growth-factor=1");
const { main } = await import("../dist/main.js");
process.exitCode = await main();
