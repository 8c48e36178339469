import { existsSync } from "node:fs";
import { basename } from "node:path";
import { isUnanswered, type StateSnapshot } from "@shotlist/core";
import { checkStateFile, stateHolder } from "@shotlist/core/local";
import { type Diagnosis, finding, fine, fromError } from "./diagnosis.ts";

/** Looks at a state's file and at who holds it. Writes nothing. */
export async function examineState(file: string): Promise<readonly Diagnosis[]> {
  const name = basename(file);
  if (!existsSync(file)) return [fine("state", `${name} is not there yet: the first run makes it`)];
  return [aboutFile(file, name), await aboutHolder(file, name)];
}

function aboutFile(file: string, name: string): Diagnosis {
  try {
    const { schemaVersion, newestSchemaVersion, faults } = checkStateFile(file);
    const [first] = faults;
    if (first !== undefined) {
      return finding(
        "problem",
        "state",
        "state-damaged",
        `${name}: ${first}${faults.length > 1 ? `, and ${faults.length - 1} more` : ""}`,
        "Save what can be read: shotlist state export MANIFEST --to FILE. Clips on disk bring their takes back: shotlist state adopt MANIFEST --from-sidecars.",
      );
    }
    const older = schemaVersion < newestSchemaVersion ? ", which the next run brings up to date" : "";
    return fine("state", `${name} is sound (schema version ${schemaVersion}${older})`);
  } catch (error) {
    return fromError("state", error);
  }
}

async function aboutHolder(file: string, name: string): Promise<Diagnosis> {
  const holder = await stateHolder(file);
  if (holder === undefined) return fine("lock", `${name} is held by nobody`);
  const who =
    holder === "unknown"
      ? "another process"
      : `process ${holder.pid} on ${holder.host} (${holder.command}) since ${holder.since}`;
  return finding(
    "problem",
    "lock",
    "state-locked",
    `${name} is held by ${who}`,
    "Wait until that run ends; `shotlist status` shows how far it is.",
  );
}

/** Says how many submissions have no answer; nothing where all have one. */
export function examineTakes({ takes }: Pick<StateSnapshot, "takes">): readonly Diagnosis[] {
  const open = takes.filter(isUnanswered).length;
  if (open === 0) return [];
  return [
    finding(
      "warning",
      "state",
      "takes-unanswered",
      `${open} ${open === 1 ? "submission has" : "submissions have"} no answer`,
      "A run looks for them; shotlist resolve MANIFEST settles the rest.",
    ),
  ];
}
