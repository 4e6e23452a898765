import * as tf from "@tensorflow/tfjs";

/**
 * What a student learns from in a step: N labelled images, and M = r · N without labels beside them, noised.
 *
 * Those without labels come one behind the other, or in groups of r, one for each labelled image. Only in groups, or with
 * r = 1, does each tensor of a batch have a row a labelled image, which gradients in chunks need.
 *
 * For a student with dropout or stochastic depth a batch also has `seeds`, `[N, 1 + r]`, int32: a number for the labelled
 * image and then one for each of its group. `withRowSeeds` of `@unlabeled/data` adds them.
 */
export type StudentImages = {
  /** Without labels, as the student sees them, `[M, H, W, 3]` or `[N, r, H, W, 3]` in [0, 1]. */
  readonly images: tf.Tensor4D | tf.Tensor5D;
  /** `[N, H, W, 3]` in [0, 1]. */
  readonly labeledImages: tf.Tensor4D;
  /** The class of each labelled image, `[N]`, int32, in [0, L). */
  readonly labels: tf.Tensor1D;
};

/** All images one behind the other: `[M, H, W, 3]` of `[N, r, H, W, 3]`. */
export function ungroupedImages(images: tf.Tensor4D | tf.Tensor5D): tf.Tensor4D {
  const [H, W, C] = images.shape.slice(-3) as [number, number, number];
  return tf.reshape<tf.Rank.R4>(images, [-1, H, W, C]);
}

/** All rows one behind the other: `[M, L]` of `[N, r, L]`. */
export function ungroupedRows(rows: tf.Tensor2D | tf.Tensor3D): tf.Tensor2D {
  return tf.reshape<tf.Rank.R2>(rows, [-1, rows.shape.at(-1) as number]);
}

/** Rows `[M, L]` in the groups of their images: `[M, L]` or `[N, r, L]`. */
export function groupedRows(
  rows: tf.Tensor2D,
  images: tf.Tensor4D | tf.Tensor5D,
): tf.Tensor2D | tf.Tensor3D {
  const shape = [...groupsOf(images), rows.shape[1]] as [number, number]; // or of three numbers
  return tf.reshape(rows as tf.Tensor, shape) as tf.Tensor2D | tf.Tensor3D;
}

/** `[M]`, or `[N, r]` of images in groups. */
function groupsOf({ shape }: tf.Tensor4D | tf.Tensor5D): number[] {
  return shape.slice(0, -3);
}

/**
 * @param beside - What belongs to `images` one by one, by its name, and the rank of one of it.
 * @throws {RangeError} If there are not `unlabeledRatio` images for each labelled one, or another number of what is beside.
 */
export function assertStudentImages(
  caller: string,
  { images, labeledImages }: StudentImages,
  unlabeledRatio: number,
  [name, tensor, rank]: readonly [name: string, tensor: tf.Tensor, rank: number],
): void {
  const groups = groupsOf(images);
  const N = labeledImages.shape[0];
  const wanted = groups.length === 1 ? [N * unlabeledRatio] : [N, unlabeledRatio];
  if (groups.some((size, axis) => Math.abs(size - (wanted[axis] as number)) > 1e-6)) {
    const remedy = groups.length === 1 ? " Chunks need them in groups, [N, r, H, W, 3]." : "";
    throw new RangeError(
      `${caller}: images must be ${unlabeledRatio} (unlabeledRatio) for each of ${N} labeledImages; got [${images.shape.join(", ")}].${remedy}`,
    );
  }
  const has = tensor.shape.slice(0, -rank);
  if (has.length !== groups.length || has.some((size, axis) => size !== groups[axis])) {
    throw new RangeError(
      `${caller}: ${name} must begin with the dimensions [${groups.join(", ")}], one for each of images; got [${tensor.shape.join(", ")}].`,
    );
  }
}
