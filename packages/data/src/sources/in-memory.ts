import { createHash } from "node:crypto";
import type { Picture } from "@unlabeled/core";
import { defineSource } from "./define-source.ts";
import type { Source } from "./source.ts";

/**
 * Pictures that a program already holds; their pixels are copied to memory that worker threads share.
 *
 * @param pictures - At least one; sizes may differ.
 * @param labels - The class of each picture, whole numbers ≥ 0. Default: no labels.
 * @throws {RangeError} If there is no picture, a picture's pixels do not fit its size, or there is
 *   not one label a picture.
 *
 * @example
 * const source = inMemory([{ width: 2, height: 1, pixels: Uint8Array.of(255, 0, 0, 0, 0, 255) }]);
 */
export function inMemory(pictures: readonly Picture[], labels?: ArrayLike<number>): Source {
  if (pictures.length === 0) {
    throw new RangeError("inMemory: pictures must hold at least one picture; got none.");
  }
  if (labels !== undefined && labels.length !== pictures.length) {
    throw new RangeError(
      `inMemory: labels must have one entry a picture, ${pictures.length}; got ${labels.length}.`,
    );
  }
  const offsets = [0];
  for (const [index, { width, height, pixels }] of pictures.entries()) {
    if (!(width > 0) || !(height > 0) || pixels.length !== width * height * 3) {
      throw new RangeError(
        `inMemory: picture ${index} must have width * height * 3 bytes; got ${pixels.length} for ${width} x ${height}.`,
      );
    }
    offsets.push((offsets[index] as number) + pixels.length);
  }
  const memory = new SharedArrayBuffer(offsets[pictures.length] as number);
  const bytes = new Uint8Array(memory);
  const hash = createHash("sha256");
  for (const [index, { width, height, pixels }] of pictures.entries()) {
    bytes.set(pixels, offsets[index]);
    hash.update(`${width} ${height}\n`).update(pixels);
  }
  const sizes = pictures.map(({ width, height }) => ({ width, height }));
  const print = `sha256:${hash.digest("hex")}`;
  return defineSource({
    length: pictures.length,
    labels: labels && checkedLabels(labels),
    fingerprint: print,
    description: { kind: "memory", pictures: pictures.length, fingerprint: print },
    key: (index) => `#${index}`,
    locate: (index) => {
      const { width, height } = sizes[index] as { width: number; height: number };
      return {
        kind: "pixels",
        memory,
        offset: offsets[index] as number,
        width,
        height,
        channels: 3,
      };
    },
  });
}

function checkedLabels(labels: ArrayLike<number>): Int32Array {
  return Int32Array.from(labels, (label, index) => {
    if (!Number.isInteger(label) || label < 0 || label > 0x7fffffff) {
      throw new RangeError(
        `inMemory: labels must be integers in [0, 2^31); got ${label} for picture ${index}.`,
      );
    }
    return label;
  });
}
