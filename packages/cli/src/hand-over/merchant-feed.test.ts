import { expect, test } from "vitest";
import { feedUrl, merchantFeed } from "./merchant-feed.ts";
import type { NamedClip } from "./name-clips.ts";

const clipOf = (name: string, sku: string, clip: object = {}): NamedClip =>
  ({
    name,
    take: { clip },
    shot: { id: "s", product: { id: "7", handle: "h", title: "", sku, image: "" } },
  }) as unknown as NamedClip;

test("a line a product, links encoded and set apart by commas", () => {
  const clips = [
    clipOf("a b,c.mp4", "A"),
    clipOf("d.mp4", "B\tx"),
    clipOf("e.mp4", "A"),
    clipOf("f.mp4", ""),
  ];
  expect(merchantFeed(clips, feedUrl("https://shop.example/v"))).toBe(
    [
      "id\tvideo_link",
      "A\thttps://shop.example/v/a%20b%2Cc.mp4, https://shop.example/v/e.mp4",
      "B x\thttps://shop.example/v/d.mp4",
      "7\thttps://shop.example/v/f.mp4",
      "",
    ].join("\n"),
  );
});

test("no more than ten links a product", () => {
  const clips = Array.from({ length: 12 }, (_, index) => clipOf(`${index}.mp4`, "A"));
  expect(merchantFeed(clips, feedUrl("https://shop.example/")).match(/https:/g)).toHaveLength(10);
});

test.each(["shop.example", "file:///tmp/", "https://me:secret@shop.example/", ""])(
  "%j is no address to publish at",
  (text) => {
    expect(() => feedUrl(text)).toThrow(expect.objectContaining({ code: "bad-publish-url" }));
  },
);

test("stills are no videos", () => {
  const clips = [clipOf("a.png", "A", { media: "image" }), clipOf("a.mp4", "A")];
  expect(merchantFeed(clips, feedUrl("https://shop.example/v/"))).toBe(
    "id\tvideo_link\nA\thttps://shop.example/v/a.mp4\n",
  );
});
