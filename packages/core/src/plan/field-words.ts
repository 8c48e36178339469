/**
 * Changed fields as a person wrote them, each once: what stands in a shot's fingerprint for another shot or for a
 * file's content is called by the field that names it, such as `keyframes.frame0`.
 *
 * @param fields - in dotted form, of what is wanted.
 */
export function fieldWords(fields: readonly string[]): readonly string[] {
  return [...new Set(fields.map((field) => field.replace(/\.(?:fingerprint|sha256)$/, "")))];
}
