/**
 * In how many columns clips of one shape stand largest in a room.
 *
 * @param count - how many clips, from 1.
 * @param ratio - width ÷ height of each.
 * @param room - in CSS pixels; `captionHeight` goes off each row.
 */
export function wallColumns(
  count: number,
  ratio: number,
  room: { readonly width: number; readonly height: number; readonly captionHeight: number },
): number {
  const widthIn = (columns: number): number =>
    Math.min(room.width / columns, (room.height / Math.ceil(count / columns) - room.captionHeight) * ratio);
  let best = 1;
  for (let columns = 2; columns <= count; columns += 1) {
    if (widthIn(columns) >= widthIn(best)) best = columns;
  }
  // Beside each other is easier to compare than above each other, even if a little smaller.
  return widthIn(count) >= widthIn(best) * 0.7 ? count : best;
}
