import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import cases from "../../fixtures/convolutions.json" with { type: "json" };
import { type Conv2dOptions, conv2d } from "./conv-2d.ts";
import type { Padding } from "./padding.ts";

type Size4 = [number, number, number, number];

const map = ({ shape, values }: { shape: number[]; values: number[] }): tf.Tensor4D =>
  tf.tensor4d(values, shape as Size4);

const random = (shape: Size4, seed: number): tf.Tensor4D =>
  tf.randomNormal(shape, 0, 1, "float32", seed);

/** The definition, in loops: every output is the sum over a window of the padded image. */
function reference(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  { stride, dilation }: { stride: number; dilation: number },
  { top, bottom, left, right }: Exclude<Padding, number>,
): tf.Tensor4D {
  const [images, weights] = [x.arraySync(), kernel.arraySync()];
  const [N, H, W] = x.shape;
  const [kh, kw, , D] = kernel.shape;
  const h = Math.floor((H + top + bottom - dilation * (kh - 1) - 1) / stride) + 1;
  const w = Math.floor((W + left + right - dilation * (kw - 1) - 1) / stride) + 1;
  const output = tf.buffer([N, h, w, D]);
  for (let n = 0; n < N; n++) {
    for (let i = 0; i < h; i++) {
      for (let j = 0; j < w; j++) {
        for (let d = 0; d < D; d++) {
          let sum = 0;
          for (let a = 0; a < kh; a++) {
            for (let b = 0; b < kw; b++) {
              const row = images[n]?.[i * stride + a * dilation - top];
              const pixel = row?.[j * stride + b * dilation - left] ?? [];
              pixel.forEach((value, c) => {
                sum += value * (weights[a]?.[b]?.[c]?.[d] as number);
              });
            }
          }
          output.set(sum, n, i, j, d);
        }
      }
    }
  }
  return output.toTensor() as tf.Tensor4D;
}

test.for([
  { size: [5, 5], kernel: [3, 3], stride: 1, sides: [1, 1, 1, 1] },
  { size: [5, 7], kernel: [3, 3], stride: 2, sides: [1, 1, 1, 1] },
  { size: [6, 6], kernel: [3, 3], stride: 2, sides: [0, 1, 0, 1] },
  { size: [6, 6], kernel: [3, 3], stride: 2, sides: [1, 0, 1, 0] },
  { size: [7, 4], kernel: [1, 1], stride: 2, sides: [0, 0, 0, 0] },
  { size: [8, 5], kernel: [2, 3], stride: 3, sides: [2, 0, 1, 3] },
  { size: [1, 1], kernel: [3, 3], stride: 1, sides: [1, 1, 1, 1] },
  { size: [6, 6], kernel: [3, 3], stride: 1, dilation: 2, sides: [2, 2, 2, 2] },
  { size: [7, 5], kernel: [3, 2], stride: 1, dilation: 3, sides: [1, 0, 0, 4] },
  { size: [9, 8], kernel: [1, 3], stride: 1, dilation: 4, sides: [0, 0, 0, 1] },
])("equals its definition: $size, kernel $kernel, stride $stride, padding $sides", (row) => {
  const { stride, dilation = 1 } = row;
  const [H, W] = row.size as [number, number];
  const [kh, kw] = row.kernel as [number, number];
  const [top, bottom, left, right] = row.sides as Size4;
  const x = random([2, H, W, 3], 1);
  const kernel = random([kh, kw, 3, 4], 2);
  const padding = { top, bottom, left, right };
  expect(conv2d(x, kernel, { stride, dilation, padding })).toBeAllclose(
    reference(x, kernel, { stride, dilation }, padding),
    1e-4,
  );
});

test.for(cases)("equals PyTorch, with its gradients: stride $stride, padding $padding", (row) => {
  const options: Conv2dOptions = {
    stride: row.stride,
    dilation: row.dilation,
    padding: row.padding,
  };
  const [x, kernel, dy] = [map(row.x), map(row.kernel), map(row.dy)];
  expect(conv2d(x, kernel, options)).toBeAllclose(map(row.y), 2e-5);
  const [dx, dKernel] = tf.grads((x: tf.Tensor, kernel: tf.Tensor) =>
    conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, options),
  )([x, kernel], dy) as [tf.Tensor, tf.Tensor];
  expect(dx).toBeAllclose(map(row.dx), 2e-5);
  expect(dKernel).toBeAllclose(map(row.dKernel), 2e-5);
});

test("its gradients equal finite differences", () => {
  const [x, kernel, weight] = [
    random([1, 4, 5, 2], 3),
    random([3, 3, 2, 2], 4),
    random([1, 2, 3, 2], 5),
  ];
  const f = (x: tf.Tensor, kernel: tf.Tensor) => {
    const y = conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, { stride: 2, padding: 1 });
    return tf.sum(tf.mul(y, weight));
  };
  const gradients = tf.grads(f)([x, kernel]);
  [x, kernel].forEach((input, which) => {
    const values = [...input.dataSync()];
    const gradient = gradients[which]?.dataSync() as Float32Array;
    for (let i = 0; i < values.length; i += 5) {
      const moved = (by: number) => {
        const other = tf.tensor4d(
          values.map((v, j) => (i === j ? v + by : v)),
          input.shape,
        );
        const [a, b] = which === 0 ? [other, kernel] : [x, other];
        return f(a as tf.Tensor, b as tf.Tensor).dataSync()[0] as number;
      };
      // linear in each input, so the step may be large
      expect(gradient[i]).toBeCloseTo(moved(0.5) - moved(-0.5), 4);
    }
  });
});

test("one number pads all sides, and nothing is padded by default", () => {
  const [x, kernel] = [random([1, 4, 4, 1], 1), random([3, 3, 1, 1], 2)];
  const padding = { top: 1, bottom: 1, left: 1, right: 1 };
  expect(conv2d(x, kernel, { padding: 1 })).toBeAllclose(conv2d(x, kernel, { padding }));
  expect(conv2d(x, kernel).shape).toEqual([1, 2, 2, 1]);
});

test("leaves one tensor", () => {
  const [x, kernel] = [random([1, 4, 4, 1], 1), random([3, 3, 1, 1], 2)];
  const before = tf.memory().numTensors;
  conv2d(x, kernel, { stride: 2, padding: { top: 0, bottom: 1, left: 0, right: 1 } });
  expect(tf.memory().numTensors).toBe(before + 1);
  conv2d(x, kernel, { dilation: 3, padding: 2 });
  expect(tf.memory().numTensors).toBe(before + 2);
});

test("throws on strides, dilations, padding and channels that cannot be", () => {
  const [x, kernel] = [random([1, 4, 4, 2], 1), random([3, 3, 2, 1], 2)];
  expect(() => conv2d(x, kernel, { stride: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: conv2d: stride must be an integer ≥ 1; got 0.]`,
  );
  expect(() => conv2d(x, kernel, { dilation: 1.5 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: conv2d: dilation must be an integer ≥ 1; got 1.5.]`,
  );
  expect(() => conv2d(x, kernel, { stride: 2, dilation: 3 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: conv2d: dilation must be 1 where the stride is above 1; got 3 with stride 2.]`,
  );
  expect(() => conv2d(x, kernel, { padding: Number.NaN })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: conv2d: padding must be integers ≥ 0; got NaN.]`,
  );
  expect(() =>
    conv2d(x, kernel, { padding: { top: 0, bottom: 0, left: -1, right: 0 } }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: conv2d: padding must be integers ≥ 0; got -1.]`,
  );
  expect(() => conv2d(x, random([3, 3, 1, 1], 2))).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: conv2d: x must have shape [N, H, W, C] and kernel [kh, kw, C, D]; got [1, 4, 4, 2] and [3, 3, 1, 1].]`,
  );
});
