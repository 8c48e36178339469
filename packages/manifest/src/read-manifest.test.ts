import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readText, spots } from "./testing/read-text.ts";

const CATALOG = `Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src
mug,Stone Mug,,Kiln,Mugs,new,true,Size,Small,M-S,18,https://pictures.example/mug.jpg
mug,,,,,,,,Large,M-L,22,
bowl,Deep Bowl,,Kiln,Bowls,,false,Title,Default Title,B-1,24,https://pictures.example/bowl.jpg
vase,"Tall ""Vase""",,Kiln,Vases,,true,Title,Default Title,V-1,40,
`;

const MANIFEST = `# yaml-language-server: $schema=shotlist.schema.json
version: 1
name: spring-apparel
defaults: { model: ray-2, resolution: 720p, duration: 5s, aspect_ratio: "16:9" }
profiles: { draft: { model: ray-flash-2, resolution: 540p }, final: { resolution: 1080p } }
limits: { concurrency: 10, requests_per_minute: 20, max_spend_usd: 150, retries: 2, window: "22:00-06:00 Europe/Berlin" }
catalog: { file: products.csv, where: "product.published" }
shots:
  - for_each: product
    id: "{{ product.handle }}-orbit"
    prompt: "Camera slowly orbiting around {{ product.title }}, studio light"
    keyframes: { frame0: "{{ product.image | default: 'https://pictures.example/none.jpg' }}" }
    matrix: { aspect_ratio: ["16:9", "9:16"] }
    loop: true
    tags: [hero]
  - id: opener
    prompt: "Aerial shot of the coast"
    resolution: 1080p
  - id: opener-continued
    prompt: "Push in on the lighthouse"
    keyframes: { frame0: { shot: opener } }
prices: { ray-2/720p/5s: 0.71, ray-flash-2: 0.2455 }
output: { dir: out, file: "{{ product.handle }}/{{ shot.id }}-{{ take.number }}.mp4" }
`;

const read = (text = MANIFEST, options = {}) => readText(text, { "products.csv": CATALOG }, options);

describe("readManifest", () => {
  it("resolves a whole manifest", async () => {
    const { manifest, problems, sources } = await read();
    expect(problems).toEqual([]);
    expect([...sources.keys()]).toEqual(["shots.yaml", "products.csv"]);
    expect(manifest).toMatchObject({
      name: "spring-apparel",
      limits: {
        concurrency: 10,
        requestsPerMinute: 20,
        maxSpendUsdE4: 1_500_000,
        retries: 2,
        window: { fromMinute: 1320, toMinute: 360, timeZone: "Europe/Berlin" },
      },
      prices: { "ray-2/720p/5s": 7100, "ray-flash-2/*/*": 2455 },
      output: { dir: "out", file: "{{ product.handle }}/{{ shot.id }}-{{ take.number }}.mp4" },
    });
    expect(manifest?.shots.map(({ id }) => id)).toEqual([
      "mug-orbit@16x9",
      "mug-orbit@9x16",
      "vase-orbit@16x9",
      "vase-orbit@9x16",
      "opener",
      "opener-continued",
    ]);
    expect(manifest?.shots[1]).toEqual({
      id: "mug-orbit@9x16",
      kind: "video",
      provider: "luma",
      model: "ray-2",
      prompt: "Camera slowly orbiting around Stone Mug, studio light",
      aspectRatio: "9:16",
      resolution: "720p",
      duration: "5s",
      loop: true,
      keyframes: { frame0: { type: "image", url: "https://pictures.example/mug.jpg" } },
      concepts: [],
      tags: ["hero"],
      takes: 1,
      extra: {},
      product: {
        id: expect.any(String),
        handle: "mug",
        title: "Stone Mug",
        sku: "M-S",
        image: "https://pictures.example/mug.jpg",
      },
      matrix: { aspect_ratio: "9:16" },
      needs: [],
      wanted: {
        version: 1,
        model: "ray-2",
        prompt: "Camera slowly orbiting around Stone Mug, studio light",
        aspect_ratio: "9:16",
        resolution: "720p",
        duration: "5s",
        loop: true,
        keyframes: { frame0: { type: "image", url: "https://pictures.example/mug.jpg" } },
      },
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(manifest?.shots[5]?.keyframes).toEqual({ frame0: { type: "shot", shot: "opener" } });
    expect(manifest?.shots[5]?.needs).toEqual(["opener"]);
  });

  it("lays flags over shots over the profile over defaults", async () => {
    const { manifest } = await read(MANIFEST, { profile: "draft", overrides: { model: "ray-3.2" } });
    expect(manifest?.profile).toBe("draft");
    expect(manifest?.shots.map(({ model, resolution }) => `${model} ${resolution}`)).toEqual([
      ...Array(4).fill("ray-3.2 540p"),
      "ray-3.2 1080p",
      "ray-3.2 540p",
    ]);
  });

  it("fills in the guide's defaults where nothing is said, and keeps them out of what is wanted", async () => {
    const { manifest } = await readText(
      "version: 1\nshots:\n  - id: a\n    prompt: Static\n",
      {},
      { file: "dir/My shots.v2.yaml" },
    );
    expect(manifest).toMatchObject({
      name: "My-shots.v2",
      limits: {},
      prices: {},
      output: { dir: "renders" },
    });
    expect(manifest?.shots[0]).toMatchObject({
      ...{
        model: "ray-2",
        aspectRatio: "16:9",
        resolution: "720p",
        duration: "5s",
        loop: false,
        takes: 1,
        provider: "luma",
      },
      wanted: { version: 1, prompt: "Static" },
    });
  });

  it("sees an edited title as a change of that product's shots alone, and an edited price as none", async () => {
    const fingerprints = async (catalog: string) => {
      const { manifest } = await readText(MANIFEST, { "products.csv": catalog });
      return manifest?.shots.map(({ fingerprint }) => fingerprint) ?? [];
    };
    const before = await fingerprints(CATALOG);
    const retitled = await fingerprints(CATALOG.replace("Stone Mug", "Clay Mug"));
    expect(before.map((one, index) => one === retitled[index])).toEqual([
      false,
      false,
      true,
      true,
      true,
      true,
    ]);
    expect(await fingerprints(CATALOG.replace(",18,", ",19,"))).toEqual(before);
    const [header, ...rows] = CATALOG.trimEnd().split("\n");
    const moved = [header, rows[3], rows[0], rows[1], rows[2], ""].join("\n");
    expect([...(await fingerprints(moved))].sort()).toEqual([...before].sort());
  });

  it("knows where shots and their fields stand, also those of defaults and tables", async () => {
    const { placeOf } = await read();
    expect(placeOf("mug-orbit@9x16")).toMatchObject({ file: "shots.yaml", line: 10, column: 9 });
    expect(placeOf("mug-orbit@9x16", "keyframes.frame0.url")).toMatchObject({ line: 12 });
    expect(placeOf("mug-orbit@9x16", "aspectRatio")).toMatchObject({ line: 13, column: 38 });
    expect(placeOf("opener-continued", "aspect_ratio")).toMatchObject({ line: 4 });
    expect(placeOf("opener-continued", "loop")).toMatchObject({ line: 19, column: 9 });
    expect(placeOf("nobody")).toEqual({ file: "shots.yaml", line: 1, column: 1, length: 1 });
  });

  it("refuses a profile that is not there", async () => {
    const { problems } = await read(MANIFEST, { profile: "drafts" });
    expect(problems).toMatchObject([
      { code: "profile-unknown", place: { line: 5, column: 1 }, hint: 'Did you mean "draft"?' },
    ]);
  });

  it.each([
    ["an empty file", "", ["manifest-empty 1:1"]],
    ["only a comment", "# later\n", ["manifest-empty 1:1"]],
    ["a list", "- a\n", ["not-a-manifest 1:1"]],
    ["no version and no shots", "name: x\n", ["missing-field 1:1", "missing-field 1:1"]],
    ["no shots in the list", "version: 1\nshots: []\n", ["no-shots 2:1"]],
    [
      "a for_each without a catalog",
      "version: 1\nshots: [{ for_each: product, prompt: static }]\n",
      ["catalog-missing 2:21"],
    ],
    [
      "a catalog that is not there",
      "version: 1\ncatalog: { file: no.csv }\nshots: [{ for_each: product, prompt: static }]\n",
      ["file-not-found 2:18"],
    ],
    [
      "a map of catalogs",
      "version: 1\ncatalog: { a: { file: x.csv }, b: { file: y.csv } }\nshots: [{ prompt: static }]\n",
      ["catalog-unused 2:1", "reserved 2:10"],
    ],
    [
      "for_each over a list",
      "version: 1\nshots: [{ for_each: [1, 2], prompt: static }]\n",
      ["reserved 2:21"],
    ],
    ["a table that is no table", "version: 1\nshots: { file: shots.txt }\n", ["shots-file-form 2:16"]],
    [
      "an empty prompt and nothing else",
      'version: 1\nshots: [{ id: a, prompt: " " }]\n',
      ["shot-empty 2:15"],
    ],
    ["a field without a value", "version: 1\nshots:\n  - id: a\n    prompt:\n", ["empty-value 4:5"]],
    [
      "a number for a name",
      "version: 1\nname: 5\nshots: [{ id: 7, prompt: static }]\n",
      ["wrong-type 2:7", "wrong-type 3:15"],
    ],
    [
      "nothing left of the catalog",
      "version: 1\ncatalog: { file: products.csv, where: product.vendor == 'None' }\nshots: [{ for_each: product, prompt: static }]\n",
      ["catalog-nothing-left 2:39"],
    ],
  ])("reports %s", async (_what, text, expected) => {
    expect(spots(await read(text))).toEqual(expected);
  });

  it("never rejects, whatever is in the file", async () => {
    const word = fc.constantFrom(
      ...MANIFEST.split(/(?<=\s)/),
      "{{",
      "}}",
      "\t",
      "&a ",
      "*a ",
      "!!x ",
      "- ",
      ": ",
      "\0",
      '"',
      "'",
      "|\n",
      "__proto__: ",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 60 }), async (words) => {
        const text = words.join("");
        for (const file of ["m.yaml", "m.csv"]) {
          const { problems, manifest } = await read(text, { file });
          const lines = text.split(/\r\n|\n|\r/).length;
          for (const { place } of problems)
            if (place.file === file) expect(place.line).toBeLessThanOrEqual(lines);
          if (manifest !== undefined)
            expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("survives cutting the file anywhere", async () => {
    for (let end = 0; end < MANIFEST.length; end += 37) {
      const { problems, manifest } = await read(MANIFEST.slice(0, end));
      expect(manifest !== undefined || problems.length > 0).toBe(true);
    }
  });

  it("passes on faults of the file reader that are not of the files", async () => {
    const loadFile = () => Promise.reject(new TypeError("broken reader"));
    await expect(read(MANIFEST, { loadFile })).rejects.toThrow("broken reader");
  });
});

describe("a table as manifest", () => {
  const table = (text: string) => readText(text, {}, { file: "My table.csv" });

  it("reads cells as the fields that they are", async () => {
    const { manifest, problems } = await table(
      "ID;Prompt;Aspect Ratio;loop;frame0;takes;tags;duration;extra.agents.video.hdr\n" +
        "a;Orbit;16x9;X;https://x.example/a.jpg;3;one, two|three;9;true\n" +
        "b;Static;;no;shot:a;;;;\n",
    );
    expect(problems).toEqual([]);
    expect(manifest?.name).toBe("My-table");
    expect(manifest?.shots).toMatchObject([
      {
        id: "a",
        aspectRatio: "16:9",
        loop: true,
        takes: 3,
        tags: ["one", "two", "three"],
        duration: "9s",
        extra: { agents: { video: { hdr: true } } },
      },
      { id: "b", loop: false, keyframes: { frame0: { type: "shot", shot: "a" } }, extra: {} },
    ]);
  });

  it("derives ids from the rows' own cells, so that their order does not matter", async () => {
    const rows = [
      "Orbit around a vase,16x9",
      "Orbit around a vase,9x16",
      "静か static,",
      "Orbit around a vase,16:9",
      ",1:1",
    ];
    const text = (list: readonly string[]) =>
      `prompt,aspect_ratio,frame0\n${list.map((row) => `${row},https://x.example/My%20vase.jpg?v=1`).join("\n")}\n`;
    const idsOf = async (list: readonly string[]) => {
      const { manifest } = await table(text(list));
      return manifest?.shots.map(({ id, fingerprint }) => `${id} ${fingerprint}`) ?? [];
    };
    const ids = await idsOf(rows);
    const names = ids.map((line) => line.split(" ")[0]);
    expect(names[3]).toBe(`${names[0]}-2`);
    expect(names[0]).toMatch(/^orbit-around-a-vase-[0-9a-f]{10}$/);
    expect(names[2]).toMatch(/^static-[0-9a-f]{10}$/);
    expect(names[4]).toMatch(/^my-20vase-[0-9a-f]{10}$/);
    expect([...(await idsOf([...rows].reverse()))].sort()).toEqual([...ids].sort());
  });

  it("derives the same ids when a manifest adds defaults", async () => {
    const csv = "prompt,takes\nOrbit around a vase,2\n";
    const [alone, withDefaults] = await Promise.all([
      table(csv),
      readText("version: 1\ndefaults: { model: ray-flash-2 }\nshots: { file: t.csv }\n", { "t.csv": csv }),
    ]);
    expect(withDefaults.manifest?.shots[0]?.id).toBe(alone.manifest?.shots[0]?.id);
    expect(withDefaults.manifest?.shots[0]?.model).toBe("ray-flash-2");
  });

  it("warns of rows that ask for the same clip", async () => {
    expect(spots(await table("prompt\nOrbit\nOrbit\n"))).toEqual(["equal-requests 3:1"]);
  });
});

describe("size", () => {
  it("reads ten thousand shots over a catalog fast enough to do it at every command", async () => {
    const rows = Array.from(
      { length: 2500 },
      (_, index) => `h-${index},"Thing ${index}",https://x.example/${index}.jpg`,
    );
    const catalog = `handle,title,image\n${rows.join("\n")}\n`;
    const manifest = `version: 1
catalog: { file: c.csv }
shots:
  - for_each: product
    id: "{{ product.handle }}"
    prompt: "Orbit around {{ product.title }}, {{ matrix.light }}"
    keyframes: { frame0: "{{ product.image }}" }
    matrix: { aspect_ratio: ["16:9", "9:16"], light: [day, night] }
`;
    const before = process.cpuUsage();
    const result = await readText(manifest, { "c.csv": catalog });
    expect(result.problems).toEqual([]);
    expect(result.manifest?.shots).toHaveLength(10_000);
    // About half a second of processor time; the bound only catches work that grows with the square.
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(5000);
  });
});
