import { expect, it } from "vitest";
import { embeddedMedia, readMedia } from "./embedded-media.ts";

it("takes pictures and videos as data, and nothing that could be a page or a script", () => {
  const media = {
    "clips/a.mp4": "data:video/mp4;base64,AAAA",
    "clips/a.jpg": "data:image/jpeg;base64,AAAA",
    "clips/b.mp4": "data:text/html;base64,AAAA",
    "clips/c.mp4": "javascript:alert(1)",
    "clips/d.mp4": 7,
  };
  expect([...readMedia(JSON.stringify(media)).keys()]).toEqual(["clips/a.mp4", "clips/a.jpg"]);
});

it("gives nothing for what is damaged, or where there is no page", () => {
  expect(readMedia("{").size).toBe(0);
  expect(readMedia("null").size).toBe(0);
  expect(embeddedMedia("clips/a.mp4")).toBeUndefined();
});
