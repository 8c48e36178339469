import { describe, expect, it } from "vitest";
import { readText } from "../testing/read-text.ts";

const SHOTS = "shots:\n  - { id: a, prompt: Static }\n";

async function read(uploads: string) {
  const { manifest, problems } = await readText(`version: 1\nuploads: ${uploads}\n${SHOTS}`);
  return { uploads: manifest?.uploads, problems: problems.map(({ code, message }) => `${code}: ${message}`) };
}

describe("uploads", () => {
  it("have what S3-compatible storage needs, with the usual defaults", async () => {
    expect(
      (await read("{ endpoint: https://s3.eu-central-1.amazonaws.com/, bucket: media }")).uploads,
    ).toEqual({
      endpoint: "https://s3.eu-central-1.amazonaws.com",
      bucket: "media",
      region: "us-east-1",
      prefix: "",
      pathStyle: false,
    });
    const all =
      "{ endpoint: http://127.0.0.1:9000, bucket: m, region: auto, prefix: in/, public_url: https://media.example.com/x/, path_style: true }";
    expect((await read(all)).uploads).toEqual({
      endpoint: "http://127.0.0.1:9000",
      bucket: "m",
      region: "auto",
      prefix: "in/",
      publicUrl: "https://media.example.com/x",
      pathStyle: true,
    });
  });

  it.each([
    [
      "{ endpoint: https://key:secret@s3.example.com, bucket: m }",
      "uploads-address: This address holds a name and a password.",
    ],
    [
      "{ endpoint: s3.example.com, bucket: m }",
      'uploads-address: "s3.example.com" is no address that files can be put at.',
    ],
    [
      "{ endpoint: ftp://s3.example.com, bucket: m }",
      'uploads-address: "ftp://s3.example.com" is no address that files can be put at.',
    ],
    ["{ endpoint: https://s3.example.com }", 'missing-field: "uploads" needs "bucket".'],
    [
      "{ endpoint: https://s3.example.com, bucket: m, secret_key: x }",
      'unknown-field: "uploads" has no field "secret_key".',
    ],
  ])("refuse %s", async (uploads, problem) => {
    const { problems } = await read(uploads);
    expect(problems).toEqual([problem]);
    expect(problems.join()).not.toContain("secret@");
  });

  it("are told even where the manifest has errors elsewhere", async () => {
    const text =
      "version: 1\nuploads: { endpoint: https://s3.example.com, bucket: m }\nshots:\n  - { id: a }\n";
    expect((await readText(text)).uploads).toBe(true);
    expect((await readText(`version: 1\n${SHOTS}`)).uploads).toBe(false);
  });
});

describe("prices by kind", () => {
  const pricesOf = async (key: string) => {
    const { manifest, problems } = await readText(`version: 1\nprices: { "${key}": 0.5 }\n${SHOTS}`);
    return manifest?.prices ?? problems.map(({ code }) => code);
  };

  it.each([
    ["ray-3.2/edit/720p/*", "ray-3.2/edit/720p/*"],
    ["ray-3.2/edit", "ray-3.2/edit/*/*"],
    ["*/*/720p/5s", "*/*/720p/5s"],
    ["photon-1", "photon-1/*/*"],
    ["ray-2/720p", "ray-2/720p/*"],
  ])("%s is kept as %s", async (written, kept) => {
    expect(await pricesOf(written)).toEqual({ [kept]: 5_000 });
  });

  it.each(["ray-2/720p/5s/x", "a/b/c/d/e", "ray-2//5s", "ray-3.2/edits/720p/5s"])(
    "%s is none",
    async (key) => {
      expect(await pricesOf(key)).toEqual(["price-key"]);
    },
  );
});
