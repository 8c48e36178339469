import type { Located } from "../source/located.ts";
import { TableShot } from "../source/table-shot.ts";
import type { CompileTemplate } from "./template.ts";
import { hasTemplate } from "./template-book.ts";

/**
 * Loads what compiles the templates below a value. The template engine takes longer to load than a small manifest to
 * read, so one without templates does without.
 *
 * @returns undefined where there is no template.
 */
export async function loadTemplates(node: Located): Promise<CompileTemplate | undefined> {
  if (!mayHoldTemplates(node)) return undefined;
  const { compileTemplate } = await import("./template.ts");
  return compileTemplate;
}

function mayHoldTemplates(node: Located): boolean {
  if (node.kind === "scalar") return hasTemplate(node);
  if (node.kind === "list") return node.items.some(mayHoldTemplates);
  if (node instanceof TableShot) return node.mayHaveTemplates;
  for (const { value } of node.entries.values()) if (mayHoldTemplates(value)) return true;
  return false;
}
