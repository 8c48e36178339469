import type { AssetName } from "./link-signer.ts";

const ASSET_PATH =
  /^\/(?:dream_machine|agents|crazyrouter)\/([\w-]{36,})\/(video\.mp4|thumbnail\.png|image\.(?:png|jpg)|frames\.zip)$/;

/** Whose file a path of the CDN leads to; undefined where it leads to none. */
export function assetOf(path: string): { readonly id: string; readonly name: AssetName } | undefined {
  const [, id, name] = ASSET_PATH.exec(path) ?? [];
  return id === undefined ? undefined : { id, name: name as AssetName };
}
