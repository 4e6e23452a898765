import type * as tf from "@tensorflow/tfjs";
import type { Features } from "./feature-table.ts";
import type { PictureBatch } from "./picture-batch.ts";

/** Joins the rows that `rows` makes of each batch, in their order; disposes the tensors. */
export async function gatherRows(
  caller: string,
  batches: AsyncIterable<PictureBatch>,
  preparation: string,
  rows: (images: tf.Tensor4D) => tf.Tensor2D,
): Promise<Features> {
  const parts: { values: Float32Array; labels?: Int32Array | undefined; indices: Int32Array }[] =
    [];
  let width = 0;
  for await (const { images, labels, indices } of batches) {
    const count = images.shape[0];
    const features = disposing(images, rows);
    const made = features.shape[1];
    const values = new Float32Array(await features.data());
    features.dispose();
    if (parts.length > 0 && made !== width) {
      throw new RangeError(
        `${caller}: batches must hold pictures of one size; got rows of ${width} and of ${made} values.`,
      );
    }
    for (const [name, list] of Object.entries({ labels, indices })) {
      if (list !== undefined && list.length !== count) {
        throw new RangeError(
          `${caller}: a batch of ${count} images must have as many ${name}; got ${list.length}.`,
        );
      }
    }
    width = made;
    parts.push({ values, labels, indices });
  }
  const [first] = parts;
  if (first === undefined) {
    throw new RangeError(`${caller}: batches must hold at least one picture; got none.`);
  }
  const isLabeled = first.labels !== undefined;
  if (parts.some(({ labels }) => (labels !== undefined) !== isLabeled)) {
    throw new RangeError(`${caller}: batches must all have labels or none; got both.`);
  }
  const indices = joined(
    Int32Array,
    parts.map((part) => part.indices),
  );
  return {
    values: joined(
      Float32Array,
      parts.map((part) => part.values),
    ),
    count: indices.length,
    width,
    labels: isLabeled
      ? joined(
          Int32Array,
          parts.map((part) => part.labels ?? new Int32Array()),
        )
      : undefined,
    indices,
    preparation: [preparation],
  };
}

function disposing(images: tf.Tensor4D, rows: (images: tf.Tensor4D) => tf.Tensor2D): tf.Tensor2D {
  try {
    return rows(images);
  } finally {
    images.dispose();
  }
}

type NumberArray = Float32Array | Int32Array;

function joined<A extends NumberArray>(
  ArrayKind: new (length: number) => A,
  parts: readonly A[],
): A {
  const all = new ArrayKind(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
