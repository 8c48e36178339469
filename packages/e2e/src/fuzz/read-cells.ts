/** The cells of a CSV file after RFC 4180; throws where a quote stands at a wrong place. */
export function readCells(csv: string): string[][] {
  const records: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (cell.lastIndex < csv.length) {
    const at = cell.lastIndex;
    const match = cell.exec(csv);
    if (match === null)
      throw new SyntaxError(`There is no cell at ${at}: ${JSON.stringify(csv.slice(at, at + 40))}`);
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] !== "\r\n") continue;
    records.push(row);
    row = [];
  }
  return records;
}
