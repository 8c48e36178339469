import { LumaError } from "../luma-error.ts";

/** A bucket of S3-compatible storage that local files are put into, so that an API can fetch them. */
export interface UploadTarget {
  /** The storage's address, such as `https://s3.eu-central-1.amazonaws.com`. */
  readonly endpoint: string;
  readonly bucket: string;
  /** Such as `eu-central-1`; `auto` where the storage has none. */
  readonly region: string;
  /** What every object's key begins with, such as `shotlist/`; nothing unless said. */
  readonly prefix?: string;
  /**
   * Where the bucket's objects can be read without a key: `<publicUrl>/<key>` is what the API fetches. The address
   * that they are written to unless said.
   */
  readonly publicUrl?: string;
  /** Whether the bucket stands in the path instead of the host's name; false unless said. */
  readonly pathStyle?: boolean;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of keys that live for a limited time. */
  readonly sessionToken?: string;
}

/** An object by its key: where it is written, and where it is read. */
export interface ObjectAddress {
  readonly writeUrl: URL;
  readonly publicUrl: string;
}

/** Turns a key into the addresses of its object. Fails with `luma-upload-target` for a target that cannot be used. */
export function objectAddresses(target: UploadTarget): (name: string) => ObjectAddress {
  const endpoint = webAddress(target.endpoint, "endpoint");
  const { bucket, region, accessKeyId, secretAccessKey, sessionToken } = target;
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$/.test(bucket)) throw unusable("the bucket's name is not one");
  if (!/^[A-Za-z0-9-]+$/.test(region)) throw unusable("the region is not one");
  const keys = [accessKeyId, secretAccessKey, ...(sessionToken === undefined ? [] : [sessionToken])];
  if (keys.some((key) => !/^[\x21-\x7e]+$/.test(key))) throw unusable("its keys are empty or not whole");
  const prefix = (target.prefix ?? "").replace(/^\/+/, "");
  if (prefix.split("/").some((part) => part === "." || part === "..")) throw unusable("the prefix walks");
  const base = new URL(endpoint);
  if (target.pathStyle !== true) base.hostname = `${bucket}.${base.hostname}`;
  const root = trimmed(base.href) + (target.pathStyle === true ? `/${bucket}` : "");
  const readable =
    target.publicUrl === undefined ? root : trimmed(webAddress(target.publicUrl, "public URL").href);
  return (name) => {
    const path = `${prefix}${name}`.split("/").map(strictlyEncoded).join("/");
    return { writeUrl: new URL(`${root}/${path}`), publicUrl: `${readable}/${path}` };
  };
}

/** As signatures encode paths (RFC 3986), so that no server sees two spellings of one key. */
function strictlyEncoded(part: string): string {
  return encodeURIComponent(part).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function webAddress(text: string, what: string): URL {
  const url = URL.parse(text);
  const plain = url !== null && url.username === "" && url.password === "" && !url.search && !url.hash;
  if (url !== null && plain && (url.protocol === "https:" || url.protocol === "http:")) return url;
  throw unusable(`the ${what} is not an http or https address that can be used`);
}

function trimmed(url: string): string {
  return url.replace(/\/+$/, "");
}

function unusable(why: string): LumaError {
  return new LumaError("luma-upload-target", `The upload target cannot be used: ${why}.`, {
    hint: "An upload target has an endpoint, a bucket, a region, an access key id and a secret access key.",
    standing: "Nothing was sent.",
  });
}
