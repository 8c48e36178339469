import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { newUuid, openStateStore, systemClock } from "@shotlist/core/local";
import { exampleClip, exampleTake } from "@shotlist/core/testing";
import { readManifest } from "@shotlist/manifest";

const CLIP = Buffer.from("a clip");

/**
 * Puts beside a table of shots the state and the clips that a finished run would leave: a take of every shot that is
 * done, its file with the size that the state knows. Written in one transaction, not as a run would.
 */
export async function finishState(table: string): Promise<void> {
  const { manifest } = await readManifest({
    file: table,
    bytes: await readFile(table),
    loadFile: (path) => readFile(path),
  });
  if (manifest === undefined) throw new Error(`${table} has errors.`);
  const file = join(dirname(table), `${manifest.name}.shotlist.db`);
  const store = await openStateStore({ file, name: manifest.name, newId: newUuid, nowMs: systemClock.nowMs });
  await store.close();
  const database = new DatabaseSync(file);
  database.exec("BEGIN");
  const addTake = database.prepare(
    "INSERT INTO takes (shot_id, number, state, generation_id, request_hash, account, epoch, committed_usd_e4, body) VALUES (?, 1, 'done', ?, ?, ?, 0, 0, ?)",
  );
  const addShot = database.prepare(
    "INSERT INTO shots (id, fingerprint, position, wanted) VALUES (?, ?, ?, ?)",
  );
  for (const [position, shot] of manifest.shots.entries()) {
    const clip = { ...exampleClip(shot.id, 1), bytes: CLIP.length };
    const take = exampleTake(shot, { clip, generationId: `generation-${shot.id}`, priceUsdE4: 7_078 });
    const { dialect, origin, keyHash } = take.account;
    const account = JSON.stringify([dialect, origin, keyHash]);
    addTake.run(shot.id, take.generationId ?? null, take.requestHash, account, JSON.stringify(take));
    addShot.run(shot.id, shot.fingerprint, position, JSON.stringify(shot.wanted));
  }
  database.exec("COMMIT");
  database.close();
  const clips = join(dirname(table), manifest.output.dir);
  for (const { id } of manifest.shots) {
    await mkdir(join(clips, id), { recursive: true });
    await writeFile(join(clips, id, "take-1.mp4"), CLIP);
  }
}
