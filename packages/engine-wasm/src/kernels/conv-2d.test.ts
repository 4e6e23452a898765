import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { engine } from "../engine.ts";

beforeAll(async () => {
  await engine.start({ threads: 2 });
});

type Shape = [number, number, number, number];

interface Convolution {
  readonly x: Shape;
  readonly kernel: Shape;
  readonly strides?: [number, number];
  readonly pad?: "same" | tf.backend_util.ExplicitPadding;
  readonly dilations?: [number, number];
}

const random = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, "float32", seed);

/** Output, dx and dw on a backend; the output alone where there is a dilation, for tfjs has no gradient then. */
async function compute(backend: string, c: Convolution): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  const { strides = [1, 1], pad = "same", dilations = [1, 1] } = c;
  const apply = (...[x, kernel]: tf.Tensor[]) =>
    tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, strides, pad, "NHWC", dilations);
  const inputs = [random(c.x, 1), random(c.kernel, 2)];
  const y = apply(...inputs);
  const gradients = Math.max(...dilations) > 1 ? [] : tf.grads(apply)(inputs, random(y.shape, 3));
  return [y, ...gradients].map((tensor) => tensor.dataSync() as Float32Array);
}

/** The largest difference over the largest value. */
function relativeError(got: Float32Array, want: Float32Array): number {
  const differences = want.map((value, i) => Math.abs(value - (got[i] ?? Number.NaN)));
  const largest = want.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
  return differences.reduce((most, value) => Math.max(most, value), 0) / largest;
}

async function compare(convolution: Convolution): Promise<void> {
  const want = await compute("cpu", convolution);
  const got = await compute("wasm", convolution);
  want.forEach((values, i) => {
    expect(got[i]?.length).toBe(values.length);
    expect(relativeError(got[i] as Float32Array, values)).toBeLessThan(1e-5);
  });
}

const between = (min: number, max: number) => fc.integer({ min, max });

test("equals the cpu backend for any shape, stride and padding", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(between(1, 5), between(1, 12), between(1, 12), between(1, 9)),
      fc.tuple(between(1, 5), between(1, 5), between(1, 18)),
      fc.tuple(between(1, 3), between(1, 3)),
      fc.option(fc.tuple(between(0, 4), between(0, 4), between(0, 4), between(0, 4))),
      async (x, [kh, kw, D], strides, sides) => {
        const [top, bottom, left, right] = sides ?? [kh, 0, kw, 0];
        fc.pre(x[1] + top + bottom >= kh && x[2] + left + right >= kw);
        const pad = sides
          ? ([
              [0, 0],
              [top, bottom],
              [left, right],
              [0, 0],
            ] as tf.backend_util.ExplicitPadding)
          : "same";
        await compare({ x, kernel: [kh, kw, x[3], D], strides, pad });
      },
    ),
    { numRuns: 120, seed: 1 },
  );
}, 60_000);

test.for<Convolution>([
  { x: [1, 70, 66, 33], kernel: [3, 3, 33, 5] }, // an image that is cut into bands of rows
  { x: [20, 8, 8, 16], kernel: [3, 3, 16, 24], strides: [2, 2] }, // several images a chunk
  { x: [3, 9, 9, 40], kernel: [1, 1, 40, 70], strides: [2, 2] }, // phases that no tap meets
  { x: [2, 12, 11, 3], kernel: [3, 2, 3, 9], dilations: [2, 3] },
  {
    x: [1, 6, 1, 2],
    kernel: [6, 1, 2, 1],
    pad: [
      [0, 0],
      [5, 5],
      [0, 0],
      [0, 0],
    ],
  },
])("equals the cpu backend: %o", compare);

test("a 2 x 2 kernel over a 3 x 3 image, by hand", async () => {
  await tf.setBackend("wasm");
  const x = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
  const kernel = tf.tensor4d([1, 10, 100, 1000], [2, 2, 1, 1]);
  const apply = (...[x, kernel]: tf.Tensor[]) =>
    tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, 1, "valid");
  expect([...apply(x, kernel).dataSync()]).toEqual([5421, 6532, 8754, 9865]);
  const [dx, dw] = tf.grads(apply)([x, kernel], tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]));
  expect([...(dx as tf.Tensor).dataSync()]).toEqual([1, 12, 20, 103, 1234, 2040, 300, 3400, 4000]);
  expect([...(dw as tf.Tensor).dataSync()]).toEqual([37, 47, 67, 77]);
});

test("NaN in the input reaches the outputs that see it and no other", async () => {
  await tf.setBackend("wasm");
  const x = tf.tensor4d([Number.NaN, 0, 0, 0, 0, 0, 0, 0, 0], [1, 3, 3, 1]);
  const y = tf.conv2d(x, tf.ones([2, 2, 1, 1]), 1, "valid");
  expect([...y.dataSync()]).toEqual([Number.NaN, 0, 0, 0]);
});

test("no images make no outputs", async () => {
  await tf.setBackend("wasm");
  const y = tf.conv2d(tf.zeros([0, 4, 4, 2]) as tf.Tensor4D, tf.ones([3, 3, 2, 5]), 1, "same");
  expect(y.shape).toEqual([0, 4, 4, 5]);
});

test("results are the same bits for 1 and 3 threads", async () => {
  const convolution: Convolution = { x: [24, 16, 16, 16], kernel: [3, 3, 16, 16] };
  const two = await compute("wasm", convolution);
  await engine.start({ threads: 3 });
  const three = await compute("wasm", convolution);
  expect(three).toEqual(two);
});
