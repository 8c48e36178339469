import { isBuiltin } from "node:module";
import type { Plugin } from "rolldown";

/** An import as the bundler writes it: `import whole from`, `import * as whole from`, `import whole, { names } from`. */
const IMPORT = /^import (?:(?:\* as )?([\w$]+))?(?:, )?(?:\{([^}]*)\})? from "([^"]+)";$/gm;

/**
 * Takes Node's own modules as constants instead of importing them.
 *
 * An import of one reads each of its exports once, used or not, and some of them are getters that load half of Node:
 * `node:util` brings worker threads, `node:fs` streams. That takes as long as to start Node.
 */
export function builtinsAsConstants(): Plugin {
  return {
    name: "builtins-as-constants",
    renderChunk: (code) => ({ code: code.replace(IMPORT, constants), map: null }),
  };
}

function constants(
  statement: string,
  whole: string | undefined,
  names: string | undefined,
  id: string,
): string {
  if (!isBuiltin(id)) return statement;
  const taken = `process.getBuiltinModule("${id}")`;
  const parts = [
    ...(whole === undefined ? [] : [`const ${whole} = ${taken};`]),
    ...(names === undefined ? [] : [`const {${names.replaceAll(" as ", ": ")}} = ${whole ?? taken};`]),
  ];
  return parts.join(" ");
}
