import { createHash, createHmac } from "node:crypto";
import type { UploadOutcome } from "@shotlist/core";
import { afterEach, describe, expect, it } from "vitest";
import { createDreamMachineApi } from "../dream-machine/dream-machine-api.ts";
import { mediaFile } from "../testing/media-files.ts";
import {
  type RecordedRequest,
  type RecordingServer,
  type Reply,
  startRecordingServer,
} from "../testing/recording-server.ts";
import { createUploads, type Uploads, type UploadsOptions } from "./create-uploads.ts";

const SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const NEVER = new AbortController().signal;
const MIB = 1024 * 1024;
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((item) => item.close()));
});

/**
 * The signature that a request must have, made anew from what came over the wire, as Amazon describes Signature
 * Version 4: canonical request, string to sign, derived key.
 */
function signatureOf({ method, path, headers }: RecordedRequest, secret: string): string {
  const authorization = headers["authorization"] ?? "";
  const [, scope = "", names = ""] =
    /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+),/.exec(authorization) ?? [];
  const lines = names.split(";").map((name) => `${name}:${(headers[name] ?? "").trim()}\n`);
  const canonical = [method, path, "", lines.join(""), names, headers["x-amz-content-sha256"]].join("\n");
  const hashed = createHash("sha256").update(canonical).digest("hex");
  const text = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, hashed].join("\n");
  const key = scope
    .split("/")
    .reduce<Buffer | string>(
      (from, part) => createHmac("sha256", from).update(part).digest(),
      `AWS4${secret}`,
    );
  return createHmac("sha256", key).update(text).digest("hex");
}

/** S3 as far as it is needed: it refuses what is not signed, or whose bytes are not those that were signed. */
async function startS3(
  fault?: (request: RecordedRequest) => Reply | undefined,
): Promise<RecordingServer & { readonly objects: ReadonlyMap<string, Buffer> }> {
  const objects = new Map<string, Buffer>();
  const error = (status: number, code: string): Reply => ({
    status,
    headers: { "content-type": "application/xml" },
    body: `<?xml version="1.0"?><Error><Code>${code}</Code><AWSAccessKeyId>AKIDEXAMPLE</AWSAccessKeyId></Error>`,
  });
  const server = await startRecordingServer((request) => {
    const { method, path, headers, body } = request;
    const said = fault?.(request);
    if (said !== undefined) return said;
    if (!headers["authorization"]?.endsWith(`Signature=${signatureOf(request, SECRET)}`)) {
      return error(403, "SignatureDoesNotMatch");
    }
    const object = objects.get(path);
    if (method === "HEAD") {
      return object === undefined
        ? { status: 404 }
        : { status: 200, headers: { "content-length": String(object.length) } };
    }
    if (createHash("sha256").update(body).digest("hex") !== headers["x-amz-content-sha256"]) {
      return error(400, "XAmzContentSHA256Mismatch");
    }
    objects.set(path, body);
    return { status: 200, headers: { etag: '"1"' } };
  });
  open.push(server);
  return { ...server, objects };
}

const uploadsTo = (endpoint: string, fields: Partial<UploadsOptions> = {}): Uploads =>
  createUploads({
    ...{ endpoint, bucket: "clips", region: "eu-central-1", prefix: "shotlist/", pathStyle: true },
    ...{ publicUrl: "https://files.example/", accessKeyId: "AKIDEXAMPLE", secretAccessKey: SECRET },
    requestTimeoutMs: 5_000,
    ...fields,
  });

const png = mediaFile("image/png", 5_000);

describe("an upload to storage", () => {
  it("is signed, named by its content, and read at the public address", async () => {
    const s3 = await startS3();
    expect(await uploadsTo(s3.origin)(png, NEVER)).toEqual({
      kind: "ready",
      ref: { kind: "url", url: `https://files.example/shotlist/${png.sha256}.png` },
    });
    const [head, put] = s3.seen as [RecordedRequest, RecordedRequest];
    expect([head.method, put.method]).toEqual(["HEAD", "PUT"]);
    expect(put.path).toBe(`/clips/shotlist/${png.sha256}.png`);
    expect(put.headers).toMatchObject({ "content-type": "image/png", "content-length": "5000" });
    expect(s3.objects.get(put.path)?.equals(png.content)).toBe(true);
    expect(JSON.stringify([head.headers, put.headers])).not.toContain(SECRET);
  });

  it("sends the same content once, whatever the file is called", async () => {
    const s3 = await startS3();
    const first = await uploadsTo(s3.origin)(png, NEVER);
    expect(await uploadsTo(s3.origin)({ ...png, path: "other/copy.png" }, NEVER)).toEqual(first);
    expect(s3.seen.map(({ method }) => method)).toEqual(["HEAD", "PUT", "HEAD"]);
  });

  it("sends again what another server has cut short", async () => {
    const s3 = await startS3(({ method }) =>
      method === "HEAD" ? { status: 200, headers: { "content-length": "17" } } : undefined,
    );
    expect((await uploadsTo(s3.origin)(png, NEVER)).kind).toBe("ready");
    expect(s3.objects.size).toBe(1);
  });

  it("writes where it may write but not look", async () => {
    const s3 = await startS3(({ method }) => (method === "HEAD" ? { status: 403 } : undefined));
    expect((await uploadsTo(s3.origin)(png, NEVER)).kind).toBe("ready");
  });

  it("keeps a prefix with special characters in one spelling for signature, path and link", async () => {
    const s3 = await startS3();
    const upload = uploadsTo(s3.origin, { prefix: "/über uns/a+b (1)!/", publicUrl: `${s3.origin}/read` });
    const outcome = await upload(png, NEVER);
    const key = `${encodeURIComponent("über uns")}/a%2Bb%20%281%29%21/${png.sha256}.png`;
    expect(outcome).toEqual({ kind: "ready", ref: { kind: "url", url: `${s3.origin}/read/${key}` } });
    expect(s3.seen[1]?.path).toBe(`/clips/${key}`);
  });

  it("sends a session token, signed, with keys that have one", async () => {
    const s3 = await startS3();
    const upload = uploadsTo(s3.origin, { sessionToken: "token-1" });
    expect((await upload(png, NEVER)).kind).toBe("ready");
    expect(s3.seen[1]?.headers["x-amz-security-token"]).toBe("token-1");
    expect(s3.seen[1]?.headers["authorization"]).toContain("x-amz-security-token");
  });

  it("is refused with the wrong secret", async () => {
    const s3 = await startS3();
    expect(await uploadsTo(s3.origin, { secretAccessKey: "wrong" })(png, NEVER)).toEqual({
      kind: "refused",
      failure: {
        category: "account",
        code: "storage-signature-does-not-match",
        message: "The upload target answered with SignatureDoesNotMatch (HTTP status 403).",
        status: 403,
        refund: "refunded",
      },
    });
  });
});

describe("what storage's answer to a PUT means", () => {
  const xml = (code: string) => `<Error><Code>${code}</Code><Message>words</Message></Error>`;
  const refused = (category: string, code: string) => ({ kind: "refused", failure: { category, code } });

  it.each([
    [200, "", { kind: "ready" }],
    [404, xml("NoSuchBucket"), refused("account", "storage-no-such-bucket")],
    [301, xml("PermanentRedirect"), refused("account", "storage-permanent-redirect")],
    [400, xml("RequestTimeTooSkewed"), refused("account", "storage-request-time-too-skewed")],
    [400, xml("EntityTooLarge"), refused("permanent", "storage-entity-too-large")],
    [403, "", refused("account", "storage-http-403")],
    [413, "no", refused("permanent", "storage-http-413")],
    [429, "", { kind: "throttled", throttle: { kind: "rate", retryAfterMs: 2_000 } }],
    [503, xml("SlowDown"), { kind: "throttled" }],
    [500, xml("InternalError"), { kind: "unreachable" }],
    [503, "", { kind: "unreachable", reason: "storage answered with HTTP status 503" }],
  ])("%i %s", async (status, body, expected) => {
    const s3 = await startS3(({ method }) =>
      method === "HEAD" ? { status: 404 } : { status, body, headers: { "retry-after": "2", location: "/x" } },
    );
    expect(await uploadsTo(s3.origin)(png, NEVER)).toMatchObject(expected);
    expect(s3.seen).toHaveLength(2);
  });

  it("a storage that cannot be asked is not written to", async () => {
    const s3 = await startS3(() => ({ status: 503 }));
    expect((await uploadsTo(s3.origin)(png, NEVER)).kind).toBe("unreachable");
    expect(s3.seen).toHaveLength(1);
    await s3.close();
    open.splice(0);
    expect(await uploadsTo(s3.origin)(png, NEVER)).toEqual({
      kind: "unreachable",
      reason: "storage: the connection was refused (ECONNREFUSED)",
    });
    expect((await uploadsTo("http://127.0.0.1:9")(png, AbortSignal.abort())).kind).toBe("unreachable");
  });

  it("what does not fit is not sent: a clip over 100 MB, a text", async () => {
    const s3 = await startS3();
    const give = async (content: Uint8Array): Promise<UploadOutcome> =>
      uploadsTo(s3.origin)(
        { ...png, content, sha256: createHash("sha256").update(content).digest("hex") },
        NEVER,
      );
    expect(await give(mediaFile("video/mp4", 100 * MIB + 1).content)).toMatchObject(
      refused("permanent", "media-too-large"),
    );
    expect(await give(Buffer.from("a,b,c"))).toMatchObject(refused("permanent", "unsupported-media-type"));
    expect(s3.seen).toEqual([]);
  });
});

describe("an upload target", () => {
  it.each([
    ["an endpoint that is none", { endpoint: "s3.example" }],
    ["an endpoint with a password", { endpoint: "https://a:b@s3.example" }],
    ["a public URL with a query", { publicUrl: "https://x.example/?a=1" }],
    ["a bucket that walks", { bucket: "../x" }],
    ["a prefix that walks", { prefix: "a/../../b" }],
    ["no region", { region: "" }],
    ["no key", { accessKeyId: "" }],
    ["a secret of two lines", { secretAccessKey: "two\nlines" }],
  ])("is not taken with %s, and says nothing of its secret", (_, fields) => {
    const make = () => uploadsTo("https://s3.example", fields);
    expect(make).toThrow(expect.objectContaining({ code: "luma-upload-target" }));
    expect(make).toThrow(expect.objectContaining({ message: expect.not.stringContaining("two") }));
  });

  it("is one file's way to Dream Machine, and absent where there is no target", async () => {
    const s3 = await startS3();
    const options = { baseUrl: s3.origin, apiKey: "luma-key-0123456789", requestTimeoutMs: 1_000 };
    const api = createDreamMachineApi({ ...options, uploads: uploadsTo(s3.origin) });
    const bare = createDreamMachineApi(options);
    open.push(api, bare);
    expect(await api.upload?.(png, NEVER)).toMatchObject({ ref: { kind: "url" } });
    expect(JSON.stringify(s3.seen.map(({ headers }) => headers))).not.toContain("luma-key");
    expect(bare).not.toHaveProperty("upload");
  });
});
