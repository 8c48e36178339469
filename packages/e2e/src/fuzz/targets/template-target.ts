import type { Dice } from "../dice.ts";
import { bytesOf, type FuzzInput, type FuzzTarget } from "../fuzz-target.ts";
import { HOSTILE_TEXTS } from "../hostile-texts.ts";
import { changedText } from "../mutate.ts";
import { checkReading } from "../reading-promises.ts";

const CATALOG = `Handle,Title,Price,Tags,Image,Published,Odd
mug,Mug,12.50,"new,big",https://h.example/m.jpg,true,"{{ product }}"
cup,</script>,,,,false,"=1"
`;

const VALUES = [
  ...[
    "product.title",
    "product.price",
    "product.tags",
    "product.images",
    "product.row.Odd",
    "product.row['Price']",
  ],
  ...[
    "matrix.look",
    "product",
    "product.options",
    "'a'",
    '"b c"',
    "1",
    "-1.5",
    "true",
    "nil",
    "empty",
    "blank",
    "(1..3)",
  ],
  ...["x", "forloop.index", "product.variants[0].price", "product.titel", "shot.id", "product.images.first"],
];
const FILTERS = [
  ...[
    "upcase",
    "slug",
    "default: 'x'",
    "join: ', '",
    "split: ''",
    "size",
    "first",
    "last",
    "truncate: 5",
    "append: 'y'",
  ],
  ...[
    "plus: 1",
    "divided_by: 0",
    "times: 99999999",
    "replace: 'a', 'b'",
    "sort",
    "uniq",
    "map: 'x'",
    "where: 'a', 1",
  ],
  ...[
    "date: '%Y'",
    "escape",
    "strip_html",
    "url_encode",
    "json",
    "concat: product.tags",
    "slice: -3, 99",
    "nope",
    "round: 99",
  ],
];
const TESTS = ["==", "!=", ">", "<=", "contains", "and", "or"];

/** Templates and conditions, grown from Liquid's grammar, then changed; read as a prompt, an id, or a `where`. */
export const templateTarget: FuzzTarget = {
  name: "template",
  share: 10,
  make(dice: Dice): FuzzInput {
    const isCondition = dice.chance(0.25);
    const grown = isCondition ? condition(dice) : nodes(dice, 3);
    const text = dice.chance(0.5) ? changedText(grown, dice, 1 + dice.below(3)) : grown;
    const where = isCondition ? `, where: ${JSON.stringify(text)}` : "";
    const field = dice.pick(["prompt", "prompt", "prompt", "id", "camera", "loop", "frame0", "tags"]);
    const template = isCondition ? "{{ product.title }} turns" : text;
    const lines = {
      prompt: `prompt: ${JSON.stringify(template)}`,
      id: `prompt: It turns\n    id: ${JSON.stringify(template)}`,
      camera: `prompt: It turns\n    camera: ${JSON.stringify(template)}`,
      loop: `prompt: It turns\n    loop: ${JSON.stringify(template)}`,
      frame0: `prompt: It turns\n    keyframes: { frame0: ${JSON.stringify(template)} }`,
      tags: `prompt: It turns\n    tags: [${JSON.stringify(template)}]`,
    }[field];
    const manifest = `version: 1
catalog: { file: c.csv${where} }
shots:
  - for_each: product
    matrix: { look: [warm, "cold: {{"] }
    ${lines}
`;
    return { files: { "shotlist.yaml": bytesOf(manifest), "c.csv": bytesOf(CATALOG) } };
  },
  async check(input) {
    await checkReading(input);
  },
};

function nodes(dice: Dice, depth: number): string {
  return dice.times(1 + dice.below(3), () => node(dice, depth)).join(dice.pick(["", " ", "\n"]));
}

function node(dice: Dice, depth: number): string {
  const kind = dice.below(depth > 0 ? 9 : 4);
  const trim = dice.pick(["", "", "-"]);
  if (kind <= 1) return dice.chance(0.1) ? dice.pick(HOSTILE_TEXTS) : "a mug turns";
  if (kind <= 3) return `{{${trim} ${expression(dice)} ${trim}}}`;
  const inside = nodes(dice, depth - 1);
  if (kind === 4)
    return `{%${trim} if ${condition(dice)} %}${inside}{% else %}${nodes(dice, depth - 1)}{% endif %}`;
  if (kind === 5)
    return `{% for x in ${dice.pick(VALUES)} ${dice.pick(["", "limit: 2", "reversed", "offset: 1"])} %}${inside}{% endfor %}`;
  if (kind === 6) return `{% assign x = ${expression(dice)} %}${inside}`;
  if (kind === 7) return `{% capture x %}${inside}{% endcapture %}{{ x }}`;
  return `{% case ${dice.pick(VALUES)} %}{% when ${dice.pick(VALUES)}, 'a' %}${inside}{% endcase %}`;
}

function expression(dice: Dice): string {
  return [dice.pick(VALUES), ...dice.times(dice.below(3), () => dice.pick(FILTERS))].join(" | ");
}

function condition(dice: Dice): string {
  return dice.times(1 + dice.below(3), () => dice.pick(VALUES)).join(` ${dice.pick(TESTS)} `);
}
