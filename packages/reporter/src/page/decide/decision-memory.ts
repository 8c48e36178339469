import type { ReadModel } from "@shotlist/core/read-model";
import type { Decision, DecisionsFile } from "../../decisions/decision.ts";
import { readDecisions } from "../../decisions/read-decisions.ts";

/** Where a browser keeps the decisions on a sheet: by the state it was made from, else by its name. */
export function memoryKey(model: Pick<ReadModel, "lineage" | "name">): string {
  return `shotlist-decisions/${model.lineage ?? ""}/${model.name}`;
}

/** Decisions as the file that `shotlist review apply` takes. */
export function decisionsFile(
  model: Pick<ReadModel, "name">,
  decisions: readonly Decision[],
  madeAt: string,
): DecisionsFile {
  return { kind: "shotlist-decisions", version: 1, name: model.name, madeAt, decisions };
}

/** What an earlier visit left, from this or another tab; nothing where it is damaged or may not be kept. */
export function recallDecisions(key: string): readonly Decision[] {
  try {
    const read = readDecisions(JSON.parse(localStorage.getItem(key) ?? "[]"));
    return "decisions" in read ? read.decisions : [];
  } catch {
    return [];
  }
}

/** Keeps decisions for the next visit; says whether the browser did. */
export function keepDecisions(key: string, file: DecisionsFile): boolean {
  try {
    if (file.decisions.length === 0) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(file));
    return true;
  } catch {
    return false;
  }
}

/** Hands a file to the viewer as a download, without asking any server. */
export function downloadJson(name: string, value: unknown): void {
  const url = URL.createObjectURL(
    new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: "application/json" }),
  );
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
