import { createHash } from "node:crypto";

/**
 * A source's fingerprint from its pictures' keys and sizes: quick, and equal on every machine.
 *
 * @param entries - Key and size in bytes of each picture, in the source's order.
 * @returns `sha256:` and 64 hexadecimal digits.
 */
export function fingerprint(entries: Iterable<readonly [key: string, size: number]>): string {
  const hash = createHash("sha256");
  for (const [key, size] of entries) hash.update(`${key}\0${size}\n`);
  return `sha256:${hash.digest("hex")}`;
}
