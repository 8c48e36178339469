import type { Dice } from "../dice.ts";
import { bytesOf, type FuzzInput, type FuzzTarget } from "../fuzz-target.ts";
import { HOSTILE_TEXTS } from "../hostile-texts.ts";
import { changedBytes, changedText } from "../mutate.ts";
import { checkReading } from "../reading-promises.ts";

interface Form {
  readonly format: string;
  readonly headers: readonly string[];
}

const FORMS: readonly Form[] = [
  { format: "csv", headers: ["handle", "title", "sku", "price", "image", "images", "tags", "published"] },
  {
    format: "shopify",
    headers: [
      ...[
        "Handle",
        "Title",
        "Body (HTML)",
        "Vendor",
        "Type",
        "Tags",
        "Published",
        "Option1 Name",
        "Option1 Value",
      ],
      ...["Variant SKU", "Variant Price", "Image Src", "Image Position", "Variant Image", "Status"],
    ],
  },
  {
    format: "google-merchant",
    headers: [
      ...["id", "title", "description", "link", "image_link", "additional_image_link", "price", "brand"],
      ...["item_group_id", "color", "size", "product_type"],
    ],
  },
  {
    format: "woocommerce",
    headers: [
      ...["ID", "Type", "SKU", "Name", "Published", "Short description", "Description", "Regular price"],
      ...["Categories", "Tags", "Images", "Parent", "Attribute 1 name", "Attribute 1 value(s)"],
    ],
  },
];

const CELLS: readonly string[] = [
  ...[
    "mug",
    "cup",
    "Mug",
    "Handmade mug",
    "",
    "",
    "12.50",
    "1.299,00 €",
    "USD 5",
    "true",
    "FALSE",
    "1",
    "active",
  ],
  ...[
    "https://h.example/a.jpg",
    "https://h.example/a.jpg, https://h.example/b.jpg",
    "red",
    "Size",
    "L",
    "variable",
  ],
  ...[
    "variation",
    "simple",
    "id:1",
    "new, summer",
    "<p>Nice &amp; <b>warm</b></p>",
    "Drinkware > Mugs",
    "静か",
  ],
];

/** Product catalogs of all four formats, CSV and XML, read for shots. */
export const catalogTarget: FuzzTarget = {
  name: "catalog",
  share: 8,
  make(dice: Dice): FuzzInput {
    const form = dice.pick(FORMS);
    const isXml = form.format === "google-merchant" && dice.chance(0.5);
    const rows = dice.times(1 + dice.below(5), () =>
      form.headers.map(() => dice.pick(dice.chance(0.15) ? HOSTILE_TEXTS : CELLS)),
    );
    const text = isXml ? xmlFeed(form.headers, rows, dice) : csvFile(form.headers, rows, dice);
    const changed = dice.chance(0.6) ? changedText(text, dice, 1 + dice.below(3)) : text;
    const bytes = dice.chance(0.15) ? changedBytes(bytesOf(changed), dice) : bytesOf(changed);
    const format = dice.chance(0.7) ? "auto" : form.format;
    const unit = dice.pick(["product", "variant", "image"]);
    const manifest = `version: 1
catalog: { file: c, format: ${format}, unit: ${unit}${dice.chance(0.1) ? ', columns: { title: "Name" }' : ""} }
shots:
  - for_each: product
    id: "{{ product.handle }}"
    prompt: "{{ product.title | default: 'thing' }} turns slowly {{ product.description | strip_html | truncate: 40 }}"
`;
    return { files: { "shotlist.yaml": bytesOf(manifest), c: bytes } };
  },
  async check(input) {
    await checkReading(input);
  },
};

function csvFile(headers: readonly string[], rows: readonly (readonly string[])[], dice: Dice): string {
  const delimiter = dice.pick([",", ",", ";", "\t", "|"]);
  const cell = (text: string): string =>
    /[",;\t|\r\n]/.test(text) || dice.chance(0.2) ? `"${text.replaceAll('"', '""')}"` : text;
  return [headers, ...rows].map((row) => row.map(cell).join(delimiter)).join(dice.pick(["\n", "\r\n", "\r"]));
}

function xmlFeed(headers: readonly string[], rows: readonly (readonly string[])[], dice: Dice): string {
  const cell = (text: string): string =>
    dice.chance(0.3) ? `<![CDATA[${text}]]>` : text.replace(/[<>&]/g, (mark) => `&#${mark.charCodeAt(0)};`);
  const isAtom = dice.chance(0.3);
  const item = isAtom ? "entry" : "item";
  const items = rows.map((row) => {
    const fields = row.map((text, index) => `<g:${headers[index]}>${cell(text)}</g:${headers[index]}>`);
    return `<${item}>${fields.join(dice.pick(["", "\n  "]))}</${item}>`;
  });
  const [open, close] = isAtom ? ["<feed>", "</feed>"] : ['<rss version="2.0"><channel>', "</channel></rss>"];
  return `<?xml version="1.0"?>\n${open}\n${items.join("\n")}\n${close}\n`;
}
