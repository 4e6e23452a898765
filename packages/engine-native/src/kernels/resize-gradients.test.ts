import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { engine } from "../engine.ts";

beforeAll(async () => {
  await engine.start({ threads: 2 });
});

const size = fc.integer({ min: 1, max: 9 });

test.for([
  ["nearest neighbour", tf.image.resizeNearestNeighbor],
  ["bilinear", tf.image.resizeBilinear],
] as const)("%s: the gradient is the adjoint for any size", ([, resize]) => {
  fc.assert(
    fc.property(
      fc.tuple(fc.integer({ min: 1, max: 3 }), size, size, fc.integer({ min: 1, max: 3 })),
      fc.tuple(size, size),
      fc.constantFrom([false, false], [true, false], [false, true]),
      (shape, to, [alignCorners, halfPixelCenters]) => {
        const close = tf.tidy(() => {
          const x: tf.Tensor4D = tf.randomNormal(shape, 0, 1, "float32", 1);
          const apply = (x: tf.Tensor) =>
            resize(x as tf.Tensor4D, to, alignCorners, halfPixelCenters);
          const y = apply(x);
          const dy = tf.randomNormal(y.shape, 0, 1, "float32", 2);
          const dx = tf.grad(apply)(x, dy);
          expect(dx.shape).toEqual(x.shape);
          // <A x, dy> = <x, Aᵀ dy>
          const [left, right] = [tf.sum(tf.mul(y, dy)), tf.sum(tf.mul(x, dx))];
          return Math.abs((left.arraySync() as number) - (right.arraySync() as number));
        });
        expect(close).toBeLessThan(1e-3);
      },
    ),
    { numRuns: 200, seed: 1 },
  );
});
