import { type Plan, ShotlistError } from "@shotlist/core";
import { createUploads, type Uploads } from "@shotlist/luma";
import { inputsOf, type Manifest, type Shot } from "@shotlist/manifest";
import { dialectOf } from "./open-apis.ts";

/**
 * Where the manifest has local files put for the APIs that only fetch links; undefined where it names no place.
 * The keys come from the environment, under the names that other S3 tools use.
 *
 * @param simulated - nothing leaves this machine: files get the links that they would have, and are put nowhere.
 * @throws ShotlistError `no-upload-key`; LumaError `luma-upload-target`
 */
export function uploadsOf(
  { uploads }: Pick<Manifest, "uploads">,
  env: Readonly<Record<string, string | undefined>>,
  simulated: boolean,
): Uploads | undefined {
  if (uploads === undefined) return undefined;
  if (simulated) {
    const base = uploads.publicUrl ?? `${uploads.endpoint}/${uploads.bucket}`;
    return async ({ sha256 }) => ({
      kind: "ready",
      ref: { kind: "url", url: `${base}/${uploads.prefix}${sha256}` },
    });
  }
  const accessKeyId = env["SHOTLIST_UPLOAD_KEY_ID"] ?? env["AWS_ACCESS_KEY_ID"];
  const secretAccessKey = env["SHOTLIST_UPLOAD_SECRET"] ?? env["AWS_SECRET_ACCESS_KEY"];
  const sessionToken = env["AWS_SESSION_TOKEN"];
  if (!accessKeyId || !secretAccessKey) {
    throw new ShotlistError("no-upload-key", `There is no key for the storage at ${uploads.endpoint}.`, {
      hint: "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment; the manifest never holds keys.",
      standing: "Nothing was sent.",
    });
  }
  const isTemporary = env["SHOTLIST_UPLOAD_KEY_ID"] === undefined && Boolean(sessionToken);
  return createUploads({
    ...uploads,
    accessKeyId,
    secretAccessKey,
    ...(isTemporary && sessionToken !== undefined ? { sessionToken } : {}),
  });
}

/** Whether a plan buys shots whose local files have to be put where an API can fetch them. */
export function needsUploads(plan: Plan, shots: readonly Shot[]): boolean {
  const buying = new Set(plan.actions.filter(({ buys }) => buys > 0).map(({ shotId }) => shotId));
  return shots.some(
    (shot) =>
      buying.has(shot.id) &&
      dialectOf(shot) !== "agents" &&
      inputsOf(shot).some(([, { type }]) => type === "file"),
  );
}
