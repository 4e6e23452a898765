import { createHash } from "node:crypto";
import { basename } from "node:path";
import { defineSource } from "../define-source.ts";
import type { Source } from "../source.ts";
import { type IdxArray, idxArray } from "./idx-array.ts";

export interface IdxFilesOptions {
  /** Path of the pictures: bytes of shape [N, H, W] (grey), [N, H, W, 1] or [N, H, W, 3]. */
  readonly images: string;
  /** Path of the labels: bytes of shape [N]. Default: no labels. */
  readonly labels?: string;
}

/**
 * The pictures in an IDX file (MNIST, Fashion-MNIST, KMNIST, …), gzip'd or not.
 *
 * The file is read whole, into memory that worker threads share.
 *
 * @throws {RangeError} If a file does not exist, is no IDX file, or the shapes do not fit.
 *
 * @example
 * const clothes = await idxFiles({ images: "train-images-idx3-ubyte.gz", labels: "train-labels-idx1-ubyte.gz" });
 */
export async function idxFiles({ images, labels }: IdxFilesOptions): Promise<Source> {
  const { shape, bytes } = await idxArray(images);
  const [length = 0, height = 0, width = 0, channels = 1] = shape;
  const rankFits = shape.length === 3 || shape.length === 4;
  if (!rankFits || (channels !== 1 && channels !== 3) || bytes.length === 0) {
    throw new RangeError(
      `idxFiles: images must have shape [N, H, W], [N, H, W, 1] or [N, H, W, 3] with no 0; got [${shape.join(", ")}] in "${images}".`,
    );
  }
  const classes = labels === undefined ? undefined : await idxArray(labels);
  if (classes !== undefined) checkLabels(classes, length, labels ?? "");
  const memory = new SharedArrayBuffer(bytes.length);
  new Uint8Array(memory).set(bytes);
  const print = `sha256:${createHash("sha256").update(shape.join(" ")).update(bytes).digest("hex")}`;
  return defineSource({
    length,
    labels: classes && Int32Array.from(classes.bytes),
    fingerprint: print,
    description: { kind: "idx", images, labels, pictures: length, fingerprint: print },
    key: (index) => `${basename(images)}#${index}`,
    locate: (index) => ({
      kind: "pixels",
      memory,
      offset: index * height * width * channels,
      width,
      height,
      channels,
    }),
  });
}

function checkLabels({ shape }: IdxArray, length: number, path: string): void {
  if (shape.length !== 1 || shape[0] !== length) {
    throw new RangeError(
      `idxFiles: labels must have shape [${length}], one a picture; got [${shape.join(", ")}] in "${path}".`,
    );
  }
}
