import * as tf from "@tensorflow/tfjs";
import { randomStream } from "@unlabeled/core";

interface RandomStartOptions {
  readonly epsilon: number;
  readonly seed: number;
  /** The place in the source of each image; 0 … N − 1 if left out. */
  readonly indices: Int32Array | undefined;
}

/** Where `pgd` begins: each value moved by a uniform number in [−ε, ε) that the seed and the image's place decide. */
export function randomStart(
  images: tf.Tensor4D,
  { epsilon, seed, indices }: RandomStartOptions,
): tf.Tensor4D {
  const [N, H, W, C] = images.shape;
  const places = indices ?? Int32Array.from({ length: N }, (_, row) => row);
  if (places.length !== N) {
    throw new RangeError(`pgd: indices must be one for each of ${N} images; got ${places.length}.`);
  }
  const size = H * W * C;
  const moves = new Float32Array(N * size);
  for (const [row, sample] of places.entries()) {
    const random = randomStream({ seed, purpose: "pgd", sample });
    for (let i = 0; i < size; i++) moves[row * size + i] = random.uniform(-epsilon, epsilon);
  }
  return tf.tidy(() => {
    const moved: tf.Tensor4D = tf.add(images, tf.tensor4d(moves, [N, H, W, C]));
    return tf.clipByValue(moved, 0, 1);
  });
}
