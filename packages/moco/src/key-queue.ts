import * as tf from "@tensorflow/tfjs";
import { randomStream } from "@unlabeled/core";
import { l2Normalize } from "@unlabeled/losses";

export interface KeyQueueOptions {
  /** K, keys that it holds. */
  readonly length: number;
  /** D, length of a key. */
  readonly dimension: number;
  /** Decides the keys that it begins with. Integer in [0, 2^32). */
  readonly seed: number;
}

/** The newest K keys, first in, first out. */
export interface KeyQueue {
  /** `[K, D]`, unit vectors, newest first: all of its state. */
  readonly variable: tf.Variable<tf.Rank.R2>;
  /** Puts keys `[N, D]`, of any length > 0, at its head and drops as many at its end; of more than K, the first K stay. */
  enqueue(keys: tf.Tensor2D): void;
}

/**
 * A queue of K unit vectors, random directions at first (Gaussian rows, normalized).
 *
 * The authors' queue is a ring with a pointer, which asks that K be a multiple of the batch. This one has
 * its newest keys first and is copied as it moves, so K is free and there is no pointer to save.
 */
export function keyQueue({ length, dimension, seed }: KeyQueueOptions): KeyQueue {
  const random = randomStream({ seed, purpose: "queue" });
  const values = Float32Array.from({ length: length * dimension }, () => random.normal());
  const variable = tf.tidy(() =>
    // not trainable: no gradient flows into it
    tf.variable(l2Normalize(tf.tensor2d(values, [length, dimension])), false),
  );
  return {
    variable,
    enqueue: (keys) => {
      tf.tidy(() => {
        const all = tf.concat([l2Normalize(keys), variable as tf.Tensor2D]); // [N + K, D]
        variable.assign(tf.slice(all, 0, length));
      });
    },
  };
}
