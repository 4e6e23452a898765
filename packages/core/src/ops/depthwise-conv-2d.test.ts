import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import cases from "../../fixtures/depthwise-convolutions.json" with { type: "json" };
import { type Conv2dOptions, conv2d } from "./conv-2d.ts";
import { depthwiseConv2d } from "./depthwise-conv-2d.ts";

type Size4 = [number, number, number, number];

const map = ({ shape, values }: { shape: number[]; values: number[] }): tf.Tensor4D =>
  tf.tensor4d(values, shape as Size4);

const random = (shape: Size4, seed: number): tf.Tensor4D =>
  tf.randomNormal(shape, 0, 1, "float32", seed);

/** The kernel [kh, kw, C, C M] with which an ordinary convolution does the same: 0 between channels. */
function widened(kernel: tf.Tensor4D): tf.Tensor4D {
  const [kh, kw, C, M] = kernel.shape;
  const own = tf.reshape(tf.eye(C), [1, 1, C, C, 1]);
  return tf.reshape(tf.mul(tf.expandDims(kernel, 3), own), [kh, kw, C, C * M]);
}

test.for<[Size4, Size4, Conv2dOptions]>([
  [[2, 5, 5, 3], [3, 3, 3, 1], { padding: 1 }],
  [[2, 6, 7, 3], [3, 3, 3, 1], { stride: 2, padding: 1 }],
  [[1, 8, 8, 2], [5, 5, 2, 1], { stride: 2, padding: { top: 1, bottom: 2, left: 1, right: 2 } }],
  [[2, 6, 4, 2], [2, 3, 2, 3], { padding: { top: 2, bottom: 0, left: 1, right: 3 } }],
  [[1, 7, 9, 2], [3, 3, 2, 2], { stride: 3 }],
  [[2, 7, 6, 3], [3, 2, 3, 1], { dilation: 2, padding: { top: 2, bottom: 1, left: 0, right: 1 } }],
])(
  "is a convolution in which channels do not meet: %o, kernel %o, %o",
  ([size, shape, options]) => {
    const [x, kernel] = [random(size, 1), random(shape, 2)];
    expect(depthwiseConv2d(x, kernel, options)).toBeAllclose(conv2d(x, widened(kernel), options));
  },
);

test.for(cases)("equals PyTorch, with its gradients: stride $stride, dilation $dilation", (row) => {
  const { stride, dilation, padding } = row;
  const [x, kernel, dy] = [map(row.x), map(row.kernel), map(row.dy)];
  expect(depthwiseConv2d(x, kernel, { stride, dilation, padding })).toBeAllclose(map(row.y));
  const [dx, dKernel] = tf.grads((x: tf.Tensor, kernel: tf.Tensor) =>
    depthwiseConv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, { stride, dilation, padding }),
  )([x, kernel], dy) as [tf.Tensor, tf.Tensor];
  expect(dx).toBeAllclose(map(row.dx));
  expect(dKernel).toBeAllclose(map(row.dKernel), 2e-5);
});

test("leaves one tensor", () => {
  const [x, kernel] = [random([1, 4, 4, 1], 1), random([3, 3, 1, 2], 2)];
  const before = tf.memory().numTensors;
  depthwiseConv2d(x, kernel, { stride: 2, padding: 1 });
  depthwiseConv2d(x, kernel, { dilation: 2, padding: 2 });
  expect(tf.memory().numTensors).toBe(before + 2);
});

test("throws on options and channels that cannot be", () => {
  const [x, kernel] = [random([1, 4, 4, 2], 1), random([3, 3, 2, 1], 2)];
  expect(() => depthwiseConv2d(x, kernel, { stride: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: depthwiseConv2d: stride must be an integer ≥ 1; got 0.]`,
  );
  expect(() =>
    depthwiseConv2d(x, kernel, { stride: 2, dilation: 2 }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: depthwiseConv2d: dilation must be 1 where the stride is above 1; got 2 with stride 2.]`,
  );
  expect(() => depthwiseConv2d(x, kernel, { padding: -1 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: depthwiseConv2d: padding must be integers ≥ 0; got -1.]`,
  );
  expect(() => depthwiseConv2d(x, random([3, 3, 1, 2], 2))).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: depthwiseConv2d: x must have shape [N, H, W, C] and kernel [kh, kw, C, M]; got [1, 4, 4, 2] and [3, 3, 1, 2].]`,
  );
});
