// The platform packages of Node name their platform in a form that pnpm does not read; without this
// hook every one of them would be installed on every machine.
function readPackage(pkg) {
  const [, os, cpu] = /^node-(linux|win)-(x64|arm64)$/.exec(pkg.name) ?? [];
  return os ? { ...pkg, os: [os === "win" ? "win32" : os], cpu: [cpu] } : pkg;
}
module.exports = { hooks: { readPackage } };
