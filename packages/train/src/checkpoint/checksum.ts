import { createHash } from "node:crypto";

/** Stands where the checksum will be: the checksum covers the file with this in its place. */
export const UNSEALED: string = "0".repeat(64);

const KEY = '"sha256":"';

/** Writes the SHA-256 of the file over its placeholder. */
export function seal(bytes: Uint8Array): void {
  bytes.set(new TextEncoder().encode(sha256(bytes)), offsetOf(bytes) as number);
}

/** What is wrong with a sealed file; undefined if nothing is. Leaves the bytes as they were. */
export function damage(bytes: Uint8Array): string | undefined {
  const offset = offsetOf(bytes);
  if (offset === undefined || offset + UNSEALED.length > bytes.length) return "it has no checksum";
  const field = bytes.subarray(offset, offset + UNSEALED.length);
  const written = new TextDecoder().decode(field);
  const original = field.slice();
  field.set(new TextEncoder().encode(UNSEALED));
  const found = sha256(bytes);
  field.set(original);
  return written === found ? undefined : `its SHA-256 is ${found}, and ${written} was written`;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Where the checksum's digits begin, in the header of a safetensors file. */
function offsetOf(bytes: Uint8Array): number | undefined {
  const position = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(KEY);
  return position === -1 ? undefined : position + KEY.length;
}
