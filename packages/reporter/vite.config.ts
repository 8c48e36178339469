import { createHash } from "node:crypto";
import { defineConfig, type Plugin } from "vite";
import { viteSingleFile } from "vite-plugin-singlefile";

/**
 * Names the built page's own script and style in its Content-Security-Policy, so that nothing else can
 * ever run in it. Must come after the plugin that inlines both.
 */
function sealPolicy(): Plugin {
  return {
    name: "seal-policy",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        for (const asset of Object.values(bundle)) {
          if (asset.type !== "asset" || !asset.fileName.endsWith(".html")) continue;
          const html = String(asset.source);
          asset.source = html
            .replace("'sha256-script'", () =>
              hashesOf(html, /<script type="module"[^>]*>([\s\S]*?)<\/script>/g),
            )
            .replace("'sha256-style'", () => hashesOf(html, /<style[^>]*>([\s\S]*?)<\/style>/g));
        }
      },
    },
  };
}

function hashesOf(html: string, blocks: RegExp): string {
  const texts = [...html.matchAll(blocks)].map((match) => match[1] ?? "");
  if (texts.length === 0) throw new Error(`The page has no ${blocks}: its policy would allow nothing.`);
  return texts.map((text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`).join(" ");
}

export default defineConfig({
  root: "src/page",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  resolve: { conditions: ["@shotlist/source", "module", "browser"] },
  plugins: [viteSingleFile(), sealPolicy()],
  build: {
    outDir: "../../dist/page",
    emptyOutDir: true,
    modulePreload: false,
    target: "es2022",
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
  },
});
