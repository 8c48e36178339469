/** The path of one generation, below the base URL of either of Luma's APIs. */
export function generationPath(id: string): string {
  return `/generations/${encodeURIComponent(id)}`;
}
