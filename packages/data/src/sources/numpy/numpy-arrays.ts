import { createHash } from "node:crypto";
import { defineSource } from "../define-source.ts";
import { sharedMemory } from "../shared-memory.ts";
import type { Source } from "../source.ts";
import { withNpyArray } from "./npy-array.ts";
import { numpyLabels } from "./numpy-labels.ts";
import { numpyLayout } from "./numpy-layout.ts";
import { readNumpyPixels } from "./numpy-pixels.ts";

export interface NumpyArraysOptions {
  /**
   * The pictures: `FILE.npy`, or `FILE.npz#NAME` for one array of several. Bytes (uint8) of shape
   * [N, H, W] (grey), [N, H, W, 1], [N, H, W, 3], [N, 1, H, W] or [N, 3, H, W].
   */
  readonly images: string;
  /** The labels, `FILE.npy` or `FILE.npz#NAME`: whole numbers of shape [N] or [N, 1]. Default: none. */
  readonly labels?: string;
  /** Which axis is that of channels, where a shape can be read in both ways. Default: the one that can be. */
  readonly channels?: "first" | "last";
}

/**
 * The pictures in an array that numpy saved: `.npy`, or a member of an `.npz`, compressed or not.
 *
 * The array is read straight into memory that worker threads share. Nothing in a file is executed:
 * arrays of Python objects are refused.
 *
 * @throws {RangeError} If a file does not exist, is damaged or no array of numbers, a shape or a type is
 *   not one of the above, the array is saved in Fortran order, or labels are not in [0, 2^31).
 *
 * @see NEP 1, A simple file format for NumPy arrays
 *
 * @example
 * const cells = await numpyArrays({ images: "bloodmnist.npz#train_images", labels: "bloodmnist.npz#train_labels" });
 */
export async function numpyArrays({
  images,
  labels,
  channels,
}: NumpyArraysOptions): Promise<Source> {
  if (channels !== undefined && channels !== "first" && channels !== "last") {
    throw new RangeError(`numpyArrays: channels must be "first" or "last"; got ${channels}.`);
  }
  const { name, layout, memory, print } = await withNpyArray("images", images, async (array) => {
    const layout = numpyLayout(array, channels, images);
    const shape = [layout.length, layout.height, layout.width, layout.channels];
    const memory = sharedMemory(
      "numpyArrays",
      shape.reduce((product, size) => product * size),
    );
    const hash = createHash("sha256").update(shape.join(" "));
    await readNumpyPixels(array.bytes, layout, new Uint8Array(memory), hash);
    return { name: array.name, layout, memory, print: `sha256:${hash.digest("hex")}` };
  });
  const size = memory.byteLength / layout.length;
  return defineSource({
    length: layout.length,
    labels: labels === undefined ? undefined : await numpyLabels(labels, layout.length),
    fingerprint: print,
    description: { kind: "numpy", images, labels, pictures: layout.length, fingerprint: print },
    key: (index) => `${name}#${index}`,
    locate: (index) => ({
      kind: "pixels",
      memory,
      offset: index * size,
      width: layout.width,
      height: layout.height,
      channels: layout.channels,
    }),
  });
}
