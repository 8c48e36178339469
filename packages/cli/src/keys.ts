import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { type Dialect, ShotlistError } from "@shotlist/core";

const AGENTS_HOST = "agents.lumalabs.ai";

/** What one API is called, where it is, and which variables speak of it, the first that is set wins. */
interface ApiNames {
  readonly title: string;
  readonly url: string;
  readonly keys: readonly [string, ...string[]];
  readonly baseUrl: string;
  /** `LUMA_BASE_URL` is a name that Luma's own tools use for either API; whether it means this one. */
  readonly isMeantBy: (host: string) => boolean;
}

const NAMES: Readonly<Record<Dialect, ApiNames>> = {
  "dream-machine": {
    title: "Dream Machine",
    url: "https://api.lumalabs.ai/dream-machine/v1",
    keys: ["LUMA_API_KEY", "LUMAAI_API_KEY"],
    baseUrl: "LUMAAI_BASE_URL",
    isMeantBy: (host) => host !== AGENTS_HOST,
  },
  agents: {
    title: "the Luma Agents API",
    url: `https://${AGENTS_HOST}/v1`,
    keys: ["LUMA_AGENTS_API_KEY"],
    baseUrl: "LUMA_AGENTS_BASE_URL",
    isMeantBy: (host) => host === AGENTS_HOST,
  },
  crazyrouter: {
    title: "Crazyrouter",
    url: "https://crazyrouter.com",
    keys: ["CRAZYROUTER_API_KEY"],
    baseUrl: "CRAZYROUTER_BASE_URL",
    isMeantBy: () => false,
  },
};

/** A key, and where it may be sent. */
export interface Credentials {
  readonly apiKey: string;
  readonly baseUrl: string;
}

/** Where keys are looked for. */
export interface KeySources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly manifestDir: string;
  /** The `--base-url` of the command line. */
  readonly baseUrl?: string | undefined;
}

/**
 * Finds an API's key in the environment, then in a `.env` beside the manifest. The base URL comes from a flag
 * or the environment only: no file may say where a key is sent.
 *
 * @throws ShotlistError `no-api-key`, `bad-base-url`
 */
export function credentialsOf(dialect: Dialect, sources: KeySources): Credentials {
  const names = NAMES[dialect];
  const apiKey = keyOf(names, sources);
  if (apiKey === undefined) {
    throw new ShotlistError("no-api-key", `No API key for ${names.title} was found.`, {
      hint: `${misplacedKey(dialect, sources)}Set ${names.keys[0]} in the environment or in a .env beside the manifest, or try it without a key: --simulate.`,
      standing: "Nothing was sent.",
    });
  }
  const { env } = sources;
  const shared = env["LUMA_BASE_URL"];
  const isMeant = shared !== undefined && names.isMeantBy(URL.parse(shared)?.host ?? "");
  const baseUrl = firstSet(sources.baseUrl, env[names.baseUrl], isMeant ? shared : undefined);
  return { apiKey: apiKey.trim(), baseUrl: checkedBaseUrl(baseUrl ?? names.url) };
}

/** Whether there is a key for an API. */
export function hasKey(dialect: Dialect, sources: KeySources): boolean {
  return keyOf(NAMES[dialect], sources) !== undefined;
}

/** Where a key was found and what it looks like; never the key itself. */
export interface FoundKey {
  /** The variable that it stands in. */
  readonly variable: string;
  readonly place: "environment" | ".env";
  /** The API whose keys begin like it; undefined where none does. */
  readonly looksLike: Dialect | undefined;
}

/** Says where an API's key is, without giving it away; undefined where there is none. */
export function foundKey(dialect: Dialect, { env, manifestDir }: KeySources): FoundKey | undefined {
  const places = { environment: env, ".env": readDotEnv(manifestDir) } as const;
  for (const place of ["environment", ".env"] as const) {
    for (const variable of NAMES[dialect].keys) {
      const key = firstSet(places[place][variable]);
      if (key !== undefined) return { variable, place, looksLike: apiOfKey(key.trim()) };
    }
  }
  return undefined;
}

/** What an API is called in a sentence. */
export function apiTitle(dialect: Dialect): string {
  return NAMES[dialect].title;
}

/** The variable in which an API's key belongs. */
export function keyVariable(dialect: Dialect): string {
  return NAMES[dialect].keys[0];
}

function apiOfKey(key: string): Dialect | undefined {
  if (key.startsWith("luma-api-")) return "agents";
  if (key.startsWith("luma-")) return "dream-machine";
  return key.startsWith("sk-") ? "crazyrouter" : undefined;
}

function keyOf(names: ApiNames, { env, manifestDir }: KeySources): string | undefined {
  const file = readDotEnv(manifestDir);
  return firstSet(...names.keys.map((name) => env[name]), ...names.keys.map((name) => file[name]));
}

/** Luma's two APIs take different keys, and those of the Agents API are told by how they begin. */
function misplacedKey(dialect: Dialect, sources: KeySources): string {
  if (dialect !== "agents") return "";
  return keyOf(NAMES["dream-machine"], sources)?.trim().startsWith("luma-api-") === true
    ? "The key in LUMA_API_KEY looks like one of this API, which has a variable of its own. "
    : "";
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
