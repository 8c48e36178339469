import type { ProductRef } from "@shotlist/manifest";

const product = (handle: string, title: string, sku: string): ProductRef => ({
  id: handle,
  handle,
  title,
  sku,
  image: `https://shop.example/images/${handle}.jpg`,
});

/** Invented products for samples. */
export const PRODUCTS: readonly ProductRef[] = [
  product("field-jacket", "Waxed field jacket", "FJ-01-OLV"),
  product("merino-crew", "Merino crew neck", "MC-02-NVY"),
  product("canvas-tote", "Canvas tote", "CT-03"),
  product("stoneware-mug", "Stoneware mug, 350 ml", "SM-04-SND"),
  product("linen-shirt", "Linen shirt", "LS-05-WHT"),
  product("leather-boot", "Leather boot “Ætna”", "LB-06-42"),
  product("wool-scarf", "Wool scarf", "WS-07"),
  product("desk-lamp", "Desk lamp", "DL-08-BRS"),
  product("rain-hat", "Rain hat", "RH-09"),
  product("oak-stool", "Oak stool", "OS-10"),
  product("glass-carafe", "Glass carafe", "GC-11"),
  product("trail-socks", "Trail socks (3 pairs)", "TS-12-L"),
];

/** Ways to move the camera, with a slug for ids. */
export const MOTIONS: readonly { readonly slug: string; readonly words: string }[] = [
  { slug: "orbit", words: "Camera slowly orbiting around a" },
  { slug: "push", words: "Slow push in on a" },
  { slug: "crane", words: "Crane up over a" },
  { slug: "static", words: "Locked-off shot of a" },
];

/** Endings of sample prompts. */
export const STYLES: readonly string[] = [
  "studio light, shallow depth of field",
  "on a stone table by a window, late afternoon light",
  "against a plain warm-grey background, soft shadow",
  "in light rain, street lamps out of focus behind it",
];

/** Texts that break pages, terminals and tables which do not escape, cut or isolate what they show. */
export const FRAGILE_TEXTS: readonly string[] = [
  "</script><script>document.title = 'broken out'</script>",
  '"><img src=x onerror="document.title=1">',
  '=HYPERLINK("https://evil.example","open")',
  "{{ shot.id }} $(id) %s %00 \\u2028 \u2028 next",
  "\u202Etxet delttes-ot-thgir\u202C و نص عربي",
  "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(2),
  "👩‍👩‍👧‍👦 e\u0301 Z\u0351\u036b\u0343 \u200B\uFEFF",
  "javascript:document.title=1 & <b>bold</b> <!-- -- > ]]>",
];
