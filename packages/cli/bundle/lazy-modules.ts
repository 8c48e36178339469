import type { Plugin } from "rolldown";

const PREFIX = "\0lazy:";

/** Stand-ins for modules that take long to load and are seldom needed, by the name that they are imported by. */
const STAND_INS: Readonly<Record<string, (real: string) => string>> = {
  // It makes a segmenter and a pattern of all emoji; the width of plain texts is their length.
  "string-width": (real) => `
    export default function stringWidth(text, options) {
      if (typeof text === "string" && /^[\\x20-\\x7e]*$/.test(text)) return text.length;
      return require(${real}).default(text, options);
    }`,
  // Commander starts commands that are programs of their own by it; there are none here.
  "node:child_process": (real) => `
    export default { spawn: (...words) => process.getBuiltinModule(${real}).spawn(...words) };`,
};

const MAY_STAND_IN: Readonly<Record<string, RegExp>> = {
  "string-width": /./,
  "node:child_process": /[\\/]commander[\\/]/,
};

/** Puts off the loading of some modules to their first use. */
export function lazyModules(): Plugin {
  return {
    name: "lazy-modules",
    resolveId: {
      filter: { id: /^(?:string-width|node:child_process)$/ },
      async handler(id, importer) {
        if (importer === undefined || importer.startsWith(PREFIX)) return null;
        if (!MAY_STAND_IN[id]?.test(importer)) return null;
        const real = await this.resolve(id, importer, { skipSelf: true });
        return { id: `${PREFIX}${id}`, meta: { real: real?.id ?? id } };
      },
    },
    load: {
      filter: { id: /^\0lazy:/ },
      handler(id) {
        const real: unknown = this.getModuleInfo(id)?.meta["real"];
        return STAND_INS[id.slice(PREFIX.length)]?.(JSON.stringify(real)) ?? null;
      },
    },
  };
}
