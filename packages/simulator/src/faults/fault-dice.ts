import { chance } from "../random.ts";
import { FAULTS, type FaultKind, type FaultName, type FaultRule, type FaultSpec } from "./fault-spec.ts";
import { promptMarkers } from "./prompt-marker.ts";

/** What a fault might strike. */
export interface FaultSubject {
  /** Names this one throw: the same seed, fault and key always give the same answer. */
  readonly key: string;
  /** What `times` counts by: a request hash or a generation id. */
  readonly target: string;
  /** The prompt, whose markers are obeyed. */
  readonly prompt?: string;
  /** The create's place in the order of receipt, from 1. */
  readonly nth?: number;
}

/** A fault that strikes, with its value. */
export interface FaultHit {
  readonly name: FaultName;
  /** The value asked for, else the fault's default. */
  readonly value: string;
  /** The value asked for, if there is one. */
  readonly given?: string;
}

/** Decides, repeatably, which faults strike. */
export interface FaultDice {
  /** The hit, or nothing. A targeted fault that strikes a limited number of times is used up by asking. */
  roll(name: FaultName, subject: FaultSubject): FaultHit | undefined;
  /** The first fault of these that strikes. */
  rollFirst(names: readonly FaultName[], subject: FaultSubject): FaultHit | undefined;
  /** The specification in force. */
  spec(): FaultSpec;
  /** Replaces the specification; what was used up stays used up. */
  setSpec(spec: FaultSpec): void;
  /** How often each fault has struck. */
  counts(): Readonly<Record<string, number>>;
}

/**
 * Makes the dice.
 *
 * @param options.spent - how often each `fault/target` has struck already, kept up to date in place.
 * @param options.onSpent - told of each strike that counts against a limit, so that it can be kept.
 */
export function createFaultDice(options: {
  readonly seed: number;
  readonly spec: FaultSpec;
  readonly spent: Map<string, number>;
  readonly onSpent?: (key: string) => void;
}): FaultDice {
  const counts: Record<string, number> = {};
  let spec = options.spec;

  const spend = (name: FaultName, target: string, times: number | "always"): boolean => {
    if (times === "always") return true;
    const key = `${name}/${target}`;
    const used = options.spent.get(key) ?? 0;
    if (used >= times) return false;
    options.spent.set(key, used + 1);
    options.onSpent?.(key);
    return true;
  };

  const decide = (name: FaultName, subject: FaultSubject): FaultHit | undefined => {
    const kind: FaultKind = FAULTS[name];
    const draw = (): number => chance(options.seed, "value", name, subject.key);
    const hit = (asked: string | number | undefined): FaultHit => {
      if (asked === undefined) return { name, value: kind.value ?? "" };
      const value = drawnValue(String(asked), draw);
      return { name, value, given: value };
    };
    const marker = promptMarkers(subject.prompt ?? "").find((candidate) => candidate.name === name);
    if (marker !== undefined && spend(name, subject.target, marker.times ?? kind.times))
      return hit(marker.value);
    const rule = ruleOf(spec, name);
    if (rule === undefined) return undefined;
    const isNth = subject.nth !== undefined && rule.nth?.includes(subject.nth) === true;
    if (isNth && spend(name, `${subject.target}#${subject.nth}`, rule.times ?? kind.times))
      return hit(rule.value);
    const isUnlucky = chance(options.seed, "fault", name, subject.key) < (rule.probability ?? 0);
    if (isUnlucky && spend(name, subject.target, rule.times ?? "always")) return hit(rule.value);
    return undefined;
  };

  const roll = (name: FaultName, subject: FaultSubject): FaultHit | undefined => {
    const hit = decide(name, subject);
    if (hit !== undefined) counts[name] = (counts[name] ?? 0) + 1;
    return hit;
  };

  return {
    roll,
    rollFirst: (names, subject) => {
      for (const name of names) {
        const hit = roll(name, subject);
        if (hit !== undefined) return hit;
      }
      return undefined;
    },
    spec: () => spec,
    setSpec: (next) => {
      spec = next;
    },
    counts: () => counts,
  };
}

/** The faults of one stage, in the order in which they are thrown. */
export function faultsOf(stage: (typeof FAULTS)[FaultName]["stage"]): readonly FaultName[] {
  return (Object.keys(FAULTS) as FaultName[])
    .filter((name) => FAULTS[name].stage === stage)
    .sort((a, b) => (a < b ? -1 : 1));
}

function ruleOf(spec: FaultSpec, name: FaultName): FaultRule | undefined {
  const rule = spec[name];
  return typeof rule === "number" ? { probability: rule } : rule;
}

/** One value of several: `a|b|c` is any of these, `5..300` any number between; both ends count. */
function drawnValue(asked: string, draw: () => number): string {
  const choices = asked.split("|");
  if (choices.length > 1) return choices[Math.floor(draw() * choices.length)] ?? "";
  const [, least, most] = /^(\d+(?:\.\d+)?)\.\.(\d+(?:\.\d+)?)$/.exec(asked) ?? [];
  if (least === undefined || most === undefined) return asked;
  return String(Number(least) + draw() * (Number(most) - Number(least)));
}
