import type { FilePart } from "./answer.ts";

/**
 * Reads the part `file` of a multipart body, and its text fields; undefined for other bodies, and for bodies
 * that are no good multipart.
 */
export async function readFilePart(
  contentType: string | undefined,
  body: Buffer,
): Promise<FilePart | undefined> {
  if (contentType === undefined || !contentType.startsWith("multipart/form-data")) return undefined;
  try {
    const form = await new Response(new Uint8Array(body), {
      headers: { "content-type": contentType },
    }).formData();
    const file = form.get("file");
    if (!(file instanceof Blob)) return undefined;
    const fields = [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string");
    return {
      filename: "name" in file && typeof file.name === "string" && file.name !== "" ? file.name : null,
      mimeType: file.type,
      bytes: Buffer.from(await file.arrayBuffer()),
      fields: Object.fromEntries(fields),
    };
  } catch {
    return undefined;
  }
}
