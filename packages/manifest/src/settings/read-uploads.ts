import type { Uploads } from "../manifest.ts";
import type { ProblemList } from "../problem-list.ts";
import { type Located, member, placeOf, textOf } from "../source/located.ts";

/**
 * Reads `uploads`, leaving out what the schema has refused.
 *
 * Reports `uploads-address` for an address that is none, and for one that holds a name and password: keys come from the
 * environment.
 */
export function readUploads(node: Located | undefined, problems: ProblemList): Uploads | undefined {
  if (node?.kind !== "map") return undefined;
  const endpoint = addressOf(member(node, "endpoint"), problems);
  const publicUrl = addressOf(member(node, "public_url"), problems);
  const bucket = textOf(member(node, "bucket"));
  if (endpoint === undefined || bucket === undefined) return undefined;
  const pathStyle = member(node, "path_style");
  return {
    endpoint,
    bucket,
    region: textOf(member(node, "region")) ?? "us-east-1",
    prefix: textOf(member(node, "prefix")) ?? "",
    ...(publicUrl === undefined ? {} : { publicUrl }),
    pathStyle: pathStyle?.kind === "scalar" && pathStyle.value === true,
  };
}

function addressOf(node: Located | undefined, problems: ProblemList): string | undefined {
  const text = textOf(node)?.trim();
  if (node === undefined || text === undefined) return undefined;
  const url = URL.parse(text);
  const isSecret = url !== null && (url.username !== "" || url.password !== "");
  if (isSecret) {
    problems.add("uploads-address", placeOf(node), "This address holds a name and a password.", {
      hint: "Take them out; keys come from the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY).",
    });
    return undefined;
  }
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "") {
    problems.add("uploads-address", placeOf(node), `"${text}" is no address that files can be put at.`);
    return undefined;
  }
  return text.replace(/\/+$/, "");
}
