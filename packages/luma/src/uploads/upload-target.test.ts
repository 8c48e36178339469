import { expect, it } from "vitest";
import { objectAddresses } from "./upload-target.ts";

const TARGET = {
  endpoint: "https://s3.eu-central-1.amazonaws.com/",
  bucket: "clips",
  region: "eu-central-1",
  accessKeyId: "a",
  secretAccessKey: "b",
};

it("puts the bucket into the host's name unless it is wanted in the path", () => {
  const { writeUrl } = objectAddresses(TARGET)("x.png");
  expect(writeUrl.href).toBe("https://clips.s3.eu-central-1.amazonaws.com/x.png");
  const inPath = objectAddresses({ ...TARGET, endpoint: "http://127.0.0.1:9000/s3", pathStyle: true })(
    "x.png",
  );
  expect(inPath.writeUrl.href).toBe("http://127.0.0.1:9000/s3/clips/x.png");
});

it("reads where it writes unless there is another address for that", () => {
  expect(objectAddresses(TARGET)("x.png").publicUrl).toBe(
    "https://clips.s3.eu-central-1.amazonaws.com/x.png",
  );
  const target = { ...TARGET, publicUrl: "https://cdn.example/media/", prefix: "a/b-" };
  expect(objectAddresses(target)("x.png").publicUrl).toBe("https://cdn.example/media/a/b-x.png");
});
