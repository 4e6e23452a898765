import { checkIndex } from "./check-index.ts";
import { readPicture } from "./pictures/read-picture.ts";
import type { Source } from "./source.ts";

/**
 * A source from its parts: adds `read` and checks every index.
 *
 * This is how the sources of this package are made, and how one of your own is: a list of places
 * where encoded pictures, or bytes of pixels in shared memory, can be found.
 *
 * @throws {RangeError} If length is not a positive integer, or labels has another length.
 *
 * @example
 * const source = defineSource({
 *   length: paths.length,
 *   fingerprint: fingerprint(paths.map((path) => [path, 0])),
 *   description: { kind: "list" },
 *   key: (index) => paths[index] ?? "",
 *   locate: (index) => ({ kind: "file", path: paths[index] ?? "" }),
 * });
 */
export function defineSource(parts: Omit<Source, "read">): Source {
  const { length, labels } = parts;
  if (!Number.isInteger(length) || length < 1) {
    throw new RangeError(`defineSource: length must be a positive integer; got ${length}.`);
  }
  if (labels !== undefined && labels.length !== length) {
    throw new RangeError(
      `defineSource: labels must have one entry a picture, ${length}; got ${labels.length}.`,
    );
  }
  const checked = (caller: string, index: number): number =>
    checkIndex(`Source.${caller}`, index, length);
  return {
    ...parts,
    key: (index) => parts.key(checked("key", index)),
    locate: (index) => parts.locate(checked("locate", index)),
    async read(index) {
      const location = parts.locate(checked("read", index));
      try {
        return await readPicture(location);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(`Source.read: "${parts.key(index)}" cannot be read: ${reason}.`, {
          cause: error,
        });
      }
    },
  };
}
