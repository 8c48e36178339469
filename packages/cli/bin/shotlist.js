#!/usr/bin/env node
// Taken, not imported: an import reads every export of a module of Node's, and some of them load much more.
const { enableCompileCache } = process.getBuiltinModule("node:module");

enableCompileCache();
if (process.env.SHOTLIST_DEBUG) process.setSourceMapsEnabled(true);
const { main } = await import("../dist/main.js");
process.exitCode = await main();
