import { createRequire } from "node:module";

/** What tfjs-node 4.22 still calls of Node's util. */
interface OldUtil {
  isArray(value: unknown): boolean;
  isNullOrUndefined(value: unknown): boolean;
}

/**
 * Gives Node's util back the functions that tfjs-node 4.22 calls: Node 23 and later have them no more, and Node 22
 * prints a warning when they are called. They mean what they meant.
 */
export function mendUtil(
  util: Partial<OldUtil> = createRequire(import.meta.url)("node:util") as Partial<OldUtil>,
): void {
  util.isArray = Array.isArray;
  util.isNullOrUndefined = (value) => value === null || value === undefined;
}
