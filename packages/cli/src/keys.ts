import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { ShotlistError } from "@shotlist/core";

/** Where Dream Machine is, unless the environment or a flag says otherwise. */
const DREAM_MACHINE_URL = "https://api.lumalabs.ai/dream-machine/v1";

const AGENTS_HOST = "agents.lumalabs.ai";

/** A key, and where it may be sent. */
export interface Credentials {
  readonly apiKey: string;
  readonly baseUrl: string;
}

/**
 * Finds the key of Dream Machine in the environment, then in a `.env` beside the manifest. The base URL comes
 * from a flag or the environment only: no file may say where a key is sent.
 *
 * @throws ShotlistError `no-api-key`, `bad-base-url`
 */
export function dreamMachineCredentials(options: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly manifestDir: string;
  readonly baseUrl?: string | undefined;
}): Credentials {
  const { env } = options;
  const file = readDotEnv(options.manifestDir);
  const apiKey = firstSet(
    env["LUMA_API_KEY"],
    env["LUMAAI_API_KEY"],
    file["LUMA_API_KEY"],
    file["LUMAAI_API_KEY"],
  );
  if (apiKey === undefined) {
    throw new ShotlistError("no-api-key", "No API key for Dream Machine was found.", {
      hint: "Set LUMA_API_KEY in the environment or in a .env beside the manifest, or try it without a key: --simulate.",
      standing: "Nothing was sent.",
    });
  }
  const baseUrl = firstSet(options.baseUrl, env["LUMAAI_BASE_URL"], dreamMachineOnly(env["LUMA_BASE_URL"]));
  return { apiKey: apiKey.trim(), baseUrl: checkedBaseUrl(baseUrl ?? DREAM_MACHINE_URL) };
}

/** `LUMA_BASE_URL` is also the name that the Agents SDK uses. */
function dreamMachineOnly(url: string | undefined): string | undefined {
  return url !== undefined && URL.parse(url)?.host === AGENTS_HOST ? undefined : url;
}

/** Whether a URL leads to this machine and nowhere else. */
export function isOnThisMachine(url: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(URL.parse(url)?.hostname ?? "");
}

function checkedBaseUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !(url.protocol === "https:" || (url.protocol === "http:" && isOnThisMachine(text)))) {
    throw new ShotlistError("bad-base-url", `"${text}" cannot be the API's base URL.`, {
      hint: "Use an https URL; plain http is taken for this machine only (localhost), since a key would travel readable.",
      standing: "Nothing was sent.",
    });
  }
  return text.replace(/\/+$/, "");
}

function firstSet(...values: readonly (string | undefined)[]): string | undefined {
  return values.find((value) => value !== undefined && value.trim() !== "");
}

function readDotEnv(folder: string): Readonly<Record<string, string | undefined>> {
  try {
    return parseEnv(readFileSync(join(folder, ".env"), "utf8")) as Record<string, string>;
  } catch {
    return {};
  }
}
