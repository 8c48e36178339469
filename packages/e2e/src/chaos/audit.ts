import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { StateSnapshot, Take } from "@shotlist/core";
import type { CommandResult } from "../command-line.ts";
import type { BookedGeneration, LumaServer } from "./luma-server.ts";
import { type OpenTake, openTakesOf } from "./open-takes.ts";
import { readState } from "./read-state.ts";
import type { Screenplay } from "./screenplay.ts";

/** What is left of a batch, counted from the API's books, the state and the clips. */
export interface Audit {
  /** Takes that the last manifest asks for, and those of them that have a clip. */
  readonly wanted: number;
  readonly made: number;
  /** Generations of ours on the account: paid, and failed with their money back. */
  readonly paid: number;
  readonly refunded: number;
  /** Paid, not refunded, and more than was ever asked for. */
  readonly beyond: number;
  /** Of these, the ones that the state reports as paid twice. */
  readonly reported: number;
  /** Of these, the ones that the API denied for good before a run could see them: nobody can know of them. */
  readonly unknowable: number;
  readonly wholeClips: number;
  readonly open: readonly OpenTake[];
  /** Broken laws, in words, by law. */
  readonly duplicates: readonly string[];
  readonly lost: readonly string[];
  readonly corrupt: readonly string[];
  readonly unexplained: readonly string[];
}

/** What an audit looks at. */
export interface AuditOptions {
  readonly server: LumaServer;
  readonly play: Screenplay;
  readonly folder: string;
  readonly name: string;
  /** The runs without faults, and the plan after them. */
  readonly endings: readonly CommandResult[];
  readonly plan: CommandResult;
}

/** `confirm_after_s` unless it is set. */
const CONFIRM_AFTER_MS = 120_000;

/** Counts. Changes nothing. */
export async function auditBatch(options: AuditOptions): Promise<Audit> {
  const { server, play, folder, name, endings, plan } = options;
  const said = endings.map(({ stdout, stderr }) => `${stdout}${stderr}`).join("\n");
  const snapshot = await readState(folder, name);
  const booked = await server.generations();
  const owners = new Map<string, Take>();
  for (const take of snapshot.takes) if (take.generationId !== undefined) owners.set(take.generationId, take);
  const ours = booked.filter(({ foreign }) => !foreign);
  const open = openTakesOf(snapshot.takes, endings.at(-1), plan);
  const doubles = findDoubles({ booked, owners, wishes: play.wishes(), speed: server.speed, said });
  const clips = await checkClips(snapshot, join(folder, "renders"), server);
  const standing = standingOf(play, snapshot, open.shots);
  return {
    wanted: standing.wanted,
    made: standing.made,
    paid: ours.filter(({ state }) => state !== "failed").length,
    refunded: ours.filter(({ state }) => state === "failed").length,
    ...doubles,
    wholeClips: clips.whole,
    corrupt: clips.corrupt,
    open: open.explained,
    lost: findLost({ booked, takes: snapshot.takes, owners, open: open.names, said }),
    unexplained: [
      ...open.unexplained,
      ...standing.unfinished.map((shot) => `${shot} is not finished, and nothing says why`),
    ],
  };
}

function byRequest(generations: readonly BookedGeneration[]): ReadonlyMap<string, BookedGeneration[]> {
  return Map.groupBy(generations, ({ request }) => request);
}

/**
 * More paid generations of one request than its prompt was ever asked for are doubles. Each must be reported,
 * (a take that says so, or a warning where only a person can tell the two apart), and each one that turned up
 * must have been invisible for longer than `confirm_after_s`: otherwise it was avoidable.
 */
function findDoubles(question: {
  readonly booked: readonly BookedGeneration[];
  readonly owners: ReadonlyMap<string, Take>;
  readonly wishes: ReadonlyMap<string, number>;
  readonly speed: number;
  /** All that the command line said in the end. */
  readonly said: string;
}): Pick<Audit, "beyond" | "reported" | "unknowable" | "duplicates"> {
  const { booked, owners, wishes, speed, said } = question;
  const duplicates: string[] = [];
  let beyond = 0;
  let reported = 0;
  let unknowable = 0;
  const paid = booked.filter(({ foreign, state }) => !foreign && state !== "failed");
  for (const same of byRequest(paid).values()) {
    const prompt = same[0]?.prompt ?? "";
    const excess = Math.max(0, same.length - (wishes.get(prompt) ?? 0));
    const told = same.filter(({ id }) => owners.get(id)?.paidTwiceOf !== undefined);
    const possible = same.filter(
      ({ id }) => !owners.has(id) && said.includes(`Generation ${id} may be take`),
    );
    const reports = told.length + possible.length;
    beyond += excess;
    reported += Math.min(excess, reports);
    const hidden = same.filter(({ id, gone }) => gone && !owners.has(id)).length;
    const untold = Math.max(0, excess - reports);
    unknowable += Math.min(untold, hidden);
    if (untold > hidden) duplicates.push(`${untold - hidden} unreported of "${prompt}"`);
    for (const { id, visibleAtMs } of told) {
      const take = owners.get(id) as Take;
      const hiddenMs = (visibleAtMs - take.intentAtMs) * speed;
      if (hiddenMs < CONFIRM_AFTER_MS) {
        const seen = `visible ${Math.round(hiddenMs / 1000)} s after its intent`;
        duplicates.push(`${take.shotId}, take ${take.number}, ${seen}, was sent again all the same`);
      }
    }
  }
  return { beyond, reported, unknowable, duplicates };
}

/**
 * A paid generation that no take has is lost, unless a take has an equal one of another program in its place:
 * nobody can tell those two apart. One that has ended must have its clip, or a reason why not.
 */
function findLost(question: {
  readonly booked: readonly BookedGeneration[];
  readonly takes: readonly Take[];
  readonly owners: ReadonlyMap<string, Take>;
  readonly open: ReadonlySet<string>;
  readonly said: string;
}): string[] {
  const { booked, takes, owners, open, said } = question;
  const lost: string[] = [];
  for (const same of byRequest(booked).values()) {
    const swapped = same.filter(({ id, foreign }) => foreign && owners.has(id)).length;
    const orphans = same.filter(
      (one) =>
        !one.foreign &&
        one.state !== "failed" &&
        !one.gone &&
        !owners.has(one.id) &&
        !said.includes(`Generation ${one.id} may be take`) &&
        !isLookedFor(one, takes, open),
    );
    for (const orphan of orphans.slice(swapped))
      lost.push(`${orphan.state} generation ${describe(orphan, takes)}`);
  }
  for (const { id, state, gone } of booked) {
    const take = owners.get(id);
    if (take === undefined || gone || state !== "completed" || take.state === "done") continue;
    if (!open.has(`${take.shotId}/${take.number}`))
      lost.push(`${take.shotId}, take ${take.number} is completed at the API, but ${take.state} here`);
  }
  return lost;
}

/** The take that sent its create waits for a person to say which generation is its own. */
function isLookedFor(
  { requestId }: BookedGeneration,
  takes: readonly Take[],
  open: ReadonlySet<string>,
): boolean {
  const sender = takes.find((take) => take.requestId === requestId);
  return sender?.state === "unconfirmed" && open.has(`${sender.shotId}/${sender.number}`);
}

/** A generation without a take, with what became of the take that sent its create. */
function describe(
  { id, prompt, requestId, oddities, visibleAtMs }: BookedGeneration,
  takes: readonly Take[],
): string {
  const sender = takes.find((take) => take.requestId === requestId);
  const where =
    sender === undefined
      ? "whose create nobody remembers"
      : `of ${sender.shotId}, take ${sender.number}, which is ${sender.state} with ${sender.generationId ?? "no id"} from ${sender.idSource ?? "nowhere"}, visible ${visibleAtMs - sender.intentAtMs} ms after its intent`;
  return `${id} of "${prompt}" (${oddities}), ${where}`;
}

/** A clip is whole when it is byte for byte what the API gives for its generation. */
async function checkClips(
  snapshot: StateSnapshot,
  dir: string,
  server: LumaServer,
): Promise<{ readonly whole: number; readonly corrupt: readonly string[] }> {
  let whole = 0;
  const corrupt: string[] = [];
  for (const { state, clip, generationId } of snapshot.takes) {
    if (state !== "done" || clip === undefined || generationId === undefined) continue;
    const bytes = await readFile(join(dir, clip.file)).catch(() => undefined);
    const hash = bytes === undefined ? "no file" : createHash("sha256").update(bytes).digest("hex");
    const truth = await server.clipHash(generationId);
    if (hash === clip.sha256 && (truth === undefined || truth === hash)) whole++;
    else corrupt.push(`${clip.file}: ${hash === "no file" ? "gone" : "other bytes than the API's"}`);
  }
  return { whole, corrupt };
}

/** Shots without their takes for which no open take, of theirs or of a shot that they wait for, is the reason. */
function standingOf(
  play: Screenplay,
  snapshot: StateSnapshot,
  told: ReadonlySet<string>,
): { readonly wanted: number; readonly made: number; readonly unfinished: readonly string[] } {
  const known = new Map(snapshot.knownShots.map(({ id, fingerprint }) => [id, fingerprint]));
  const shots = new Map(play.now().map((shot) => [shot.id, shot]));
  const takesOf = (id: string): Take[] =>
    snapshot.takes.filter((take) => take.shotId === id && take.fingerprint === known.get(id));
  const isOpen = (id: string): boolean => {
    if (
      takesOf(id).some(({ state }) => state === "unconfirmed" || state === "missing" || state === "overdue")
    )
      return true;
    if (told.has(id)) return true;
    const after = shots.get(id)?.after;
    return after !== undefined && isOpen(after);
  };
  let wanted = 0;
  let made = 0;
  const unfinished: string[] = [];
  for (const { id, takes } of shots.values()) {
    const done = takesOf(id).filter(({ state }) => state === "done").length;
    wanted += takes;
    made += Math.min(done, takes);
    if (done < takes && !isOpen(id)) unfinished.push(id);
  }
  return { wanted, made, unfinished };
}
