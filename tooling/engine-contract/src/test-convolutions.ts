import * as tf from "@tensorflow/tfjs";
import type { Engine } from "@unlabeled/core";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type Computed, computed, expectClose, normal } from "./compute.ts";

type Shape = [number, number, number, number];

interface Convolution {
  readonly x: Shape;
  readonly kernel: Shape;
  readonly strides?: [number, number];
  readonly pad?: "same" | tf.backend_util.ExplicitPadding;
  readonly dilations?: [number, number];
  readonly depthwise?: boolean;
}

/** tfjs's convolutions, whole and depthwise, against the cpu backend. */
export function testConvolutions(engine: Engine): void {
  const compare = async (convolution: Convolution): Promise<void> => {
    const want = await compute("cpu", convolution);
    expectClose(await compute(engine.name, convolution), want);
  };

  describe("convolutions", () => {
    beforeAll(async () => {
      await engine.start({ threads: 2 });
    });

    test.for([false, true])(
      "equal the cpu backend's for any shape, stride and padding; depthwise: %s",
      async (depthwise) => {
        await fc.assert(
          fc.asyncProperty(
            fc.tuple(between(1, 5), between(1, 12), between(1, 12), between(1, 9)),
            fc.tuple(between(1, 5), between(1, 5), between(1, depthwise ? 3 : 18)),
            fc.tuple(between(1, 3), between(1, 3)),
            fc.option(fc.tuple(between(0, 4), between(0, 4), between(0, 4), between(0, 4))),
            async (x, [kh, kw, D], [sh, sw], sides) => {
              const [top, bottom, left, right] = sides ?? [kh, 0, kw, 0];
              fc.pre(x[1] + top + bottom >= kh && x[2] + left + right >= kw);
              const pad = sides ? explicit(top, bottom, left, right) : "same";
              const strides: [number, number] = depthwise ? [sh, sh] : [sh, sw]; // all that tfjs has
              await compare({ x, kernel: [kh, kw, x[3], D], strides, pad, depthwise });
            },
          ),
          { numRuns: 120, seed: 1 },
        );
      },
    );

    test.for<Convolution>([
      { x: [1, 70, 66, 33], kernel: [3, 3, 33, 5] }, // an image that is cut into bands of rows
      { x: [20, 8, 8, 16], kernel: [3, 3, 16, 24], strides: [2, 2] }, // several images a chunk
      { x: [3, 9, 9, 40], kernel: [1, 1, 40, 70], strides: [2, 2] }, // phases that no tap meets
      { x: [2, 12, 11, 3], kernel: [3, 2, 3, 9], dilations: [2, 3] },
      { x: [1, 6, 1, 2], kernel: [6, 1, 2, 1], pad: explicit(5, 5, 0, 0) },
      { x: [2, 12, 12, 32], kernel: [3, 3, 32, 48] },
      { x: [2, 23, 21, 3], kernel: [7, 7, 3, 16], strides: [2, 2], pad: explicit(3, 3, 3, 3) },
      { x: [2, 12, 11, 20], kernel: [3, 3, 20, 2], dilations: [2, 2], depthwise: true },
      { x: [2, 15, 15, 48], kernel: [5, 5, 48, 1], strides: [2, 2], depthwise: true },
    ])("equal the cpu backend's: %o", compare);

    test("of a 3 x 3 image with a 2 x 2 kernel are those by hand", async () => {
      await tf.setBackend(engine.name);
      const x = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
      const kernel = tf.tensor4d([1, 10, 100, 1000], [2, 2, 1, 1]);
      const apply = (...[x, kernel]: tf.Tensor[]) =>
        tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, 1, "valid");
      expect([...apply(x, kernel).dataSync()]).toEqual([5421, 6532, 8754, 9865]);
      const dy = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
      const [dx, dw] = tf.grads(apply)([x, kernel], dy) as [tf.Tensor, tf.Tensor];
      expect([...dx.dataSync()]).toEqual([1, 12, 20, 103, 1234, 2040, 300, 3400, 4000]);
      expect([...dw.dataSync()]).toEqual([37, 47, 67, 77]);
    });

    test("carry NaN of the input to the outputs that see it and to no other", async () => {
      await tf.setBackend(engine.name);
      const x = tf.tensor4d([Number.NaN, 0, 0, 0, 0, 0, 0, 0, 0], [1, 3, 3, 1]);
      const y = tf.conv2d(x, tf.ones([2, 2, 1, 1]), 1, "valid");
      expect([...y.dataSync()]).toEqual([Number.NaN, 0, 0, 0]);
    });

    test("of no images have no outputs", async () => {
      await tf.setBackend(engine.name);
      const y = tf.conv2d(tf.zeros([0, 4, 4, 2]) as tf.Tensor4D, tf.ones([3, 3, 2, 5]), 1, "same");
      expect(y.shape).toEqual([0, 4, 4, 5]);
    });

    test("have the same bits for 1, 2 and 3 threads", async () => {
      const convolution: Convolution = { x: [24, 16, 16, 16], kernel: [3, 3, 16, 16] };
      const results: Computed[][] = [];
      for (const threads of [1, 2, 3]) {
        await engine.start({ threads });
        results.push(await compute(engine.name, convolution));
      }
      expect(results[1]).toEqual(results[0]);
      expect(results[2]).toEqual(results[0]);
    });
  });
}

/** Output, dx and dw on a backend; the output alone where there is a dilation, for tfjs has no gradient then. */
async function compute(backend: string, c: Convolution): Promise<Computed[]> {
  await tf.setBackend(backend);
  const { strides = [1, 1], pad = "same", dilations = [1, 1], depthwise = false } = c;
  const convolve = depthwise ? tf.depthwiseConv2d : tf.conv2d;
  const apply = (...[x, kernel]: tf.Tensor[]) =>
    convolve(x as tf.Tensor4D, kernel as tf.Tensor4D, strides, pad, "NHWC", dilations);
  const inputs = [normal(c.x, 1), normal(c.kernel, 2)];
  const y = apply(...inputs);
  const gradients = Math.max(...dilations) > 1 ? [] : tf.grads(apply)(inputs, normal(y.shape, 3));
  return [y, ...gradients].map(computed);
}

function between(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min, max });
}

function explicit(
  top: number,
  bottom: number,
  left: number,
  right: number,
): tf.backend_util.ExplicitPadding {
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
}
