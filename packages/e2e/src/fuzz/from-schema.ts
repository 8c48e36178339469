import { MANIFEST_SCHEMA } from "@shotlist/manifest";
import type { Dice } from "./dice.ts";
import type { Value } from "./mutate.ts";

/** Texts that fields take beyond what the schema can say, by the field's name. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  $schema: ["./shotlist.schema.json"],
  name: ["spring", "a.b-c_1"],
  prompt: [
    "A mug on a table. Camera pans left",
    "{{ product.title }} turns slowly",
    "{% if product.tags contains 'new' %}New{% else %}Old{% endif %} {{ product.title | default: 'thing' }}, orbit",
    "{% for o in product.options %}{{ o }} {% endfor %}{{ matrix.look }} light",
    "{{ product.row.Vendor | upcase }} zoom in",
  ],
  model: ["ray-2", "ray-flash-2", "ray-3.2", "ray-1-6", "{{ matrix.model }}"],
  aspect_ratio: ["16:9", "9:16", "1:1", "{{ matrix.aspect_ratio }}"],
  resolution: ["540p", "720p", "1080p", "4k"],
  duration: ["5s", "9s", "10s"],
  camera: ["orbit left", "pan right", "static", "zoom in", "push in"],
  window: ["22:00-06:00", "22:00-06:00 Europe/Berlin"],
  file: [
    "products.csv",
    "shots.csv",
    "{{ shot.id }}/take-{{ take.number }}.mp4",
    "{{ product.handle }}/x.mp4",
  ],
  dir: ["renders", "../out"],
  where: ["product.published and product.image", "product.price > 10", "product.title contains 'a'"],
  url: ["https://h.example/a.jpg", "https://h.example/a.jpg?X-Amz-Signature=1&v=2"],
  id: ["a", "b", "{{ product.handle }}", "{{ product.handle }}-{{ matrix.look }}"],
  frame0: ["https://h.example/a.jpg", "{{ product.image }}", "shot:s1"],
  frame1: ["https://h.example/b.jpg"],
  shot: ["s0", "s1", "s2"],
  generation: ["1a2b3c4d-0000-4000-8000-000000000000"],
  concepts: ["orbit_left", "pan_right"],
  tags: ["hero", "{{ product.type | slug }}", "draft"],
  columns: ["Title", "Handle"],
  loop: ["{{ matrix.loop }}"],
  takes: ["{{ matrix.takes }}"],
};

/** Names for keys that the schema leaves open, by the map's name. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  profiles: ["draft", "final"],
  matrix: ["aspect_ratio", "look", "model", "camera", "shade"],
  prices: ["ray-2/720p/5s", "ray-2", "*/1080p/*"],
  columns: ["title", "handle", "price"],
  "dream-machine": ["seed", "mode"],
  agents: ["seed"],
  crazyrouter: ["seed"],
};

interface Schema {
  readonly $ref?: string;
  readonly enum?: readonly Value[];
  readonly anyOf?: readonly Schema[];
  readonly type?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/** A manifest drawn from the schema itself: a new field is tried as soon as the schema has it. */
export function manifestFromSchema(dice: Dice): Value {
  const manifest = drawn(MANIFEST_SCHEMA as unknown as Schema, "", dice) as { [key: string]: Value };
  const shots = manifest["shots"];
  if (Array.isArray(shots)) {
    for (const [index, shot] of shots.entries()) tidy(shot as { [key: string]: Value }, index, dice);
  }
  return manifest;
}

/** Makes most shots right in what no schema can say: an id of their own, a prompt, a purpose for the matrix. */
function tidy(shot: { [key: string]: Value }, index: number, dice: Dice): void {
  if (dice.chance(0.1)) return;
  const many = "matrix" in shot ? "-{{ matrix.look }}{{ matrix.aspect_ratio }}" : "";
  shot["id"] = "for_each" in shot ? `s${index}-{{ product.handle }}${many}` : `s${index}${many}`;
  shot["prompt"] ??= "A mug on a table. Camera pans left";
  if (!("for_each" in shot) && !dice.chance(0.05)) {
    for (const [key, value] of Object.entries(shot)) {
      if (key !== "id" && JSON.stringify(value).includes("{{ product")) delete shot[key];
    }
    shot["prompt"] = "A mug on a table. Camera pans left";
  }
}

function drawn(schema: Schema, name: string, dice: Dice): Value {
  if (schema.$ref !== undefined) return drawn(definition(schema.$ref), name, dice);
  if (schema.enum !== undefined) return dice.pick(schema.enum);
  if (schema.anyOf !== undefined)
    return drawn(dice.chance(0.7) ? (schema.anyOf[0] ?? {}) : dice.pick(schema.anyOf), name, dice);
  switch (schema.type) {
    case "object":
      return drawnObject(schema, name, dice);
    case "array":
      return dice.times(1 + dice.below(name === "shots" ? 4 : 2), () =>
        drawn(schema.items ?? { type: "string" }, name, dice),
      );
    case "integer":
      return Math.min((schema.minimum ?? 1) + dice.below(3), schema.maximum ?? 1_000);
    case "number":
      return (schema.minimum ?? schema.exclusiveMinimum ?? 0) + dice.pick([1, 0.5, 20]);
    case "boolean":
      return dice.chance(0.5);
    default:
      return dice.pick(TEXTS[name] ?? ["warm", "cold", "9:16", "1"]);
  }
}

function drawnObject(schema: Schema, name: string, dice: Dice): Value {
  const required = new Set(schema.required);
  const entries = Object.entries(schema.properties ?? {})
    .filter(([key]) => required.has(key) || dice.chance(name === "" ? 0.35 : 0.2))
    .map(([key, inner]): [string, Value] => [key, drawn(inner, key, dice)]);
  const open = schema.additionalProperties;
  if (typeof open === "object" || (schema.properties === undefined && open === undefined)) {
    const inner = typeof open === "object" ? open : { type: "string" };
    const keys = dice.shuffled(KEYS[name] ?? ["a"]).slice(0, 1 + dice.below(2));
    entries.push(...keys.map((key): [string, Value] => [key, drawn(inner, key, dice)]));
  }
  return Object.fromEntries(entries);
}

function definition(ref: string): Schema {
  return (MANIFEST_SCHEMA as unknown as Schema).definitions?.[ref.split("/").at(-1) ?? ""] ?? {};
}
