import { createHash } from "node:crypto";

/**
 * A number in [0, 1) that depends on the seed and the keys alone.
 *
 * Chance without a shared stream: whatever order requests arrive in, the same subject meets the same fate.
 */
export function chance(seed: number, ...keys: readonly (string | number)[]): number {
  return digest(seed, keys).readUInt32BE(0) / 2 ** 32;
}

/** A UUID of version 4 that depends on the seed and the keys alone. */
export function seededUuid(seed: number, ...keys: readonly (string | number)[]): string {
  const bytes = digest(seed, keys).subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function digest(seed: number, keys: readonly (string | number)[]): Buffer {
  return createHash("sha256")
    .update(JSON.stringify([seed, ...keys]))
    .digest();
}
