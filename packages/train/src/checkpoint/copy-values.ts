import type { Place } from "./checkpoint-layout.ts";

/** Copies the values of variables to their places in a file. */
export async function copyValues(bytes: Uint8Array, places: readonly Place[]): Promise<void> {
  for (const { variable, begin } of places) {
    const { buffer, byteOffset, byteLength } = await variable.data();
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), begin); // little-endian, as the format
  }
}
