import type { Random } from "@shotlist/core";

/** Which API a batch is made with. */
export type ChaosDialect = "dream-machine" | "agents" | "crazyrouter";

/** What a shot makes, in the manifest's words; `extend` is written as a keyframe. */
type RoleKind = "video" | "image" | "extend" | "edit" | "reframe";

/** What an API is tried with. The gateway makes clips from words only: it continues nothing. */
interface Repertoire {
  readonly defaults: Readonly<Record<string, string>>;
  readonly stillModel?: string;
}

const REPERTOIRES: Readonly<Record<ChaosDialect, Repertoire>> = {
  "dream-machine": { defaults: { model: "ray-flash-2" }, stillModel: "photon-flash-1" },
  agents: { defaults: { model: "ray-3.2" }, stillModel: "uni-1" },
  crazyrouter: { defaults: { model: "ray-2", provider: "crazyrouter" } },
};

/** One shot through all edits of the manifest: its id and its text may change, it stays the same shot. */
interface Role {
  readonly uid: number;
  readonly kind: RoleKind;
  id: string;
  /** Texts that it had, the first one first; the present one is `texts[now]`. */
  readonly texts: string[];
  now: number;
  takes: number;
  /** The shot whose clip or still it is made from. */
  readonly after?: Role;
  away: boolean;
}

/** A manifest that changes between runs, with the memory of all that it ever asked for. */
export interface Screenplay {
  /** The manifest as it is now: JSON, which is YAML. From now on what it asks for counts as wanted. */
  publish(): string;
  /** Changes the manifest in one way; its name in words. */
  edit(): string;
  /** By prompt, the takes that all shots together were ever asked for. */
  wishes(): ReadonlyMap<string, number>;
  /** The takes that the manifest asks for now, and the shots whose clips others continue. */
  now(): readonly { readonly id: string; readonly takes: number; readonly after?: string }[];
}

const SUBJECTS = ["lighthouse", "harbour", "tram", "glass of tea", "fox", "kite", "market", "old clock"];
const LOOKS = ["in fog", "at noon", "in rain", "at blue hour", "in first snow", "under neon"];

/**
 * Writes a batch: every fourth shot shares its request with another one, one in twelve asks for two takes,
 * one in five is made from another shot, in chains of two and three: clips from stills, and continuations, edits and
 * reframes of clips.
 */
export function writeScreenplay(options: {
  readonly name: string;
  readonly dialect: ChaosDialect;
  readonly shots: number;
  readonly random: Random;
}): Screenplay {
  const { random } = options;
  const cast = drawCast(options, random);
  const published = new Map<string, number>();
  let renames = 0;
  const pick = (fits: (role: Role) => boolean): Role | undefined => {
    const fitting = cast.filter((role) => !role.away && fits(role));
    return fitting[Math.floor(random() * fitting.length)];
  };
  const edits: Readonly<Record<string, () => boolean>> = {
    "edited prompt": () => change(pick(isPlain), (role) => rewrite(role)),
    "prompt put back": () =>
      change(
        pick(({ now }) => now > 0),
        (role) => (role.now -= 1),
      ),
    rename: () =>
      change(
        pick(() => true),
        (role) => (role.id = `renamed-${++renames}`),
      ),
    "two ids swapped": () => swapIds(pick(isPlain), pick(isPlain)),
    "second take": () =>
      change(
        pick((role) => role.takes === 1 && isPlain(role)),
        (role) => (role.takes = 2),
      ),
    "shot removed": () => change(pick(isPlain), (role) => (role.away = true)),
    "shot put back": () =>
      change(
        cast.find(({ away }) => away),
        (role) => (role.away = false),
      ),
    "edited head of a chain": () =>
      change(
        pick((role) => isHead(cast, role)),
        (role) => rewrite(role),
      ),
  };
  const isPlain = (role: Role): boolean => role.after === undefined && !isHead(cast, role);
  return {
    publish: () => {
      const present = cast.filter(({ away }) => !away);
      for (const role of present) {
        const key = `${role.uid}\n${textOf(role)}`;
        published.set(key, Math.max(published.get(key) ?? 0, role.takes));
      }
      return `${JSON.stringify(manifestOf(options, present), null, 1)}\n`;
    },
    edit: () => {
      const names = Object.keys(edits);
      const name = names[Math.floor(random() * names.length)] as string;
      return edits[name]?.() === true ? name : "no edit";
    },
    wishes: () => {
      const wishes = new Map<string, number>();
      for (const [key, takes] of published) {
        const text = key.slice(key.indexOf("\n") + 1);
        wishes.set(text, (wishes.get(text) ?? 0) + takes);
      }
      return wishes;
    },
    now: () =>
      cast
        .filter(({ away }) => !away)
        .map(({ id, takes, after }) => ({ id, takes, ...(after === undefined ? {} : { after: after.id }) })),
  };
}

function drawCast(
  { shots, dialect }: { readonly shots: number; readonly dialect: ChaosDialect },
  random: Random,
): Role[] {
  const { stillModel } = REPERTOIRES[dialect];
  const cast: Role[] = [];
  const salt = Math.floor(random() * 1e6).toString(36);
  for (let uid = 0; uid < shots; uid++) {
    const twin = uid % 4 === 3 ? cast[uid - 1 - Math.floor(random() * 2)] : undefined;
    const isNext = stillModel !== undefined && (uid % 8 === 6 || uid % 16 === 8);
    const upstream = isNext ? cast[uid - 2] : undefined;
    const after = upstream === undefined || upstream.takes > 1 ? undefined : upstream;
    const text = `${draw(LOOKS, random)}, scene ${salt}-${uid}: a ${draw(SUBJECTS, random)}, static camera`;
    const shared = twin?.after === undefined ? twin : undefined;
    // Every other head of a chain is a still; a twin is of its twin's kind.
    const isStill = stillModel !== undefined && shared === undefined && uid % 16 === 4;
    cast.push({
      uid,
      kind: shared?.kind ?? (isStill ? "image" : kindAfter(after, uid)),
      id: `shot-${String(uid).padStart(3, "0")}`,
      texts: [shared === undefined ? text : (shared.texts[0] as string)],
      now: 0,
      takes: upstream === undefined && uid % 12 === 1 ? 2 : 1,
      away: false,
      ...(after === undefined ? {} : { after }),
    });
  }
  return cast;
}

/** Only a clip can be continued, edited or reframed; a still is what a clip begins with. */
function kindAfter(after: Role | undefined, uid: number): RoleKind {
  if (after === undefined || after.kind === "image") return "video";
  return (["extend", "edit", "reframe"] as const)[Math.floor(uid / 8) % 3] as RoleKind;
}

function manifestOf(
  { name, dialect }: { readonly name: string; readonly dialect: ChaosDialect },
  present: readonly Role[],
): object {
  return {
    version: 1,
    name,
    defaults: { ...REPERTOIRES[dialect].defaults, resolution: "540p", duration: "5s", aspect_ratio: "16:9" },
    shots: present.map((role) => ({
      id: role.id,
      prompt: textOf(role),
      ...(role.takes === 1 ? {} : { takes: role.takes }),
      ...fieldsOf(role, dialect),
    })),
  };
}

function fieldsOf({ kind, after }: Role, dialect: ChaosDialect): object {
  const shot = { shot: after?.id };
  switch (kind) {
    case "image":
      return { kind, model: REPERTOIRES[dialect].stillModel };
    case "video":
      return after === undefined ? {} : { keyframes: { frame0: shot } };
    case "extend":
      return { kind, source: shot };
    case "edit":
      return { kind, source: shot, edit: { strength: "flex_1" } };
    case "reframe":
      return { kind, source: shot, aspect_ratio: "9:16" };
  }
}

const textOf = (role: Role): string => role.texts[role.now] as string;

const draw = (words: readonly string[], random: Random): string =>
  words[Math.floor(random() * words.length)] as string;

const isHead = (cast: readonly Role[], role: Role): boolean => cast.some(({ after }) => after === role);

function change(role: Role | undefined, how: (role: Role) => unknown): boolean {
  if (role === undefined) return false;
  how(role);
  return true;
}

/** Its newest text is replaced for good, so that putting back always leads to an older one. */
function rewrite(role: Role): void {
  role.texts.push(`${role.texts[0]}, version ${role.texts.length} of ${role.uid}`);
  role.now = role.texts.length - 1;
}

function swapIds(one: Role | undefined, other: Role | undefined): boolean {
  if (one === undefined || other === undefined || one === other) return false;
  [one.id, other.id] = [other.id, one.id];
  return true;
}
