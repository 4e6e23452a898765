import { createHash } from "node:crypto";

/** Stands where the checksum will be: the checksum covers the file with this in its place. */
export const UNSEALED: string = "0".repeat(64);

const KEY = '"sha256":"';
const CHUNK = 2 ** 30; // bytes: a hash takes less than 2 GiB at once

/** What is wrong with a sealed file; undefined if nothing is. Leaves the bytes as they were. */
export function damage(bytes: Uint8Array): string | undefined {
  const offset = sealOffset(bytes);
  if (offset === undefined) return "it has no checksum";
  const field = bytes.subarray(offset, offset + UNSEALED.length);
  const written = new TextDecoder().decode(field);
  const original = field.slice();
  field.set(new TextEncoder().encode(UNSEALED));
  const found = sha256(bytes);
  field.set(original);
  return written === found ? undefined : `its SHA-256 is ${found}, and ${written} was written`;
}

/** Where the checksum's digits begin, in the header of a safetensors file; undefined if they are not whole. */
export function sealOffset(bytes: Uint8Array): number | undefined {
  const position = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(KEY);
  const offset = position + KEY.length;
  return position === -1 || offset + UNSEALED.length > bytes.length ? undefined : offset;
}

function sha256(bytes: Uint8Array): string {
  const hash = createHash("sha256");
  for (let i = 0; i < bytes.length; i += CHUNK) hash.update(bytes.subarray(i, i + CHUNK));
  return hash.digest("hex");
}
