/** Shots of the large table. */
const SHOTS = 100_000;

const THINGS = ["ceramic mug", "linen shirt", "oak table", "glass vase", "wool scarf", "leather bag"];
const MOTIONS = ["slow orbit left", "gentle push in", "dolly out", "crane up", "pan right", "static camera"];

/** A CSV manifest of so many shots that all differ: id, prompt, aspect_ratio, loop and frame0. */
export function tableOfShots(shots: number = SHOTS): string {
  const rows = ["id,prompt,aspect_ratio,loop,frame0"];
  for (let row = 0; row < shots; row += 1) {
    const shape = row % 2 === 0 ? "16:9" : "9:16";
    rows.push(
      `shot-${row},"${promptOf(row)}",${shape},${row % 3 === 0},https://cdn.example.com/pictures/${row}.jpg`,
    );
  }
  return rows.join("\n");
}

/** The same as a YAML manifest that lists its shots. */
export function listOfShots(shots: number): string {
  const entries = Array.from(
    { length: shots },
    (_, row) => `  - id: shot-${row}
    prompt: "${promptOf(row)}"
    aspect_ratio: "${row % 2 === 0 ? "16:9" : "9:16"}"
    loop: ${row % 3 === 0}
    keyframes: { frame0: "https://cdn.example.com/pictures/${row}.jpg" }
`,
  );
  return `version: 1\nshots:\n${entries.join("")}`;
}

function promptOf(row: number): string {
  return `A ${THINGS[row % 6]} number ${row} on a table, ${MOTIONS[(row * 7) % 6]}, soft light from the window`;
}
