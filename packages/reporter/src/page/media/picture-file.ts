/** Whether a file is a still by its name, and not a video. */
export function isPicture(file: string): boolean {
  return /\.(png|jpe?g|webp|gif|avif)$/i.test(file);
}
