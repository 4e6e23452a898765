import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { NativeBackend } from "../backend/native-backend.ts";
import { engine } from "../index.ts";

const backend = () => tf.backend() as NativeBackend;

beforeEach(async () => {
  await engine.start({});
});

afterEach(() => {
  backend().matrixUnit = backend().addon.describe().amx;
});

/** Value and gradients of a convolution and a ReLU behind it, as float32. */
function compute(stride: number, precision: "float32" | "bfloat16") {
  backend().precision = precision;
  const x = tf.randomNormal([16, 6, 6, 256], 0, 1, "float32", 1) as tf.Tensor4D;
  const w = tf.randomNormal([3, 3, 256, 256], 0, 0.02, "float32", 2) as tf.Tensor4D;
  const convolve = (x: tf.Tensor, w: tf.Tensor) => {
    const maps = tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, 1);
    return tf.conv2d(tf.relu(maps), w as tf.Tensor4D, 1, "same");
  };
  const { value, grads } = tf.valueAndGrads(convolve)([x, w]);
  const all = [value, ...grads].map((tensor) => tensor.dataSync());
  backend().precision = "float32";
  return all;
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [p, q] = [a[i] as number, b[i] as number];
    ab += p * q;
    aa += p * p;
    bb += q * q;
  }
  return ab / Math.sqrt(aa * bb);
}

// what processors with AMX do can be computed, slowly, by those that have AVX512-BF16 alone
test.for([1, 2])("images side by side and windows in rows give the same: stride %i", (stride) => {
  if (!backend().addon.describe().bfloat16) return;
  const want = compute(stride, "float32");
  backend().matrixUnit = true;
  compute(stride, "bfloat16").forEach((values, i) => {
    expect(cosine(values, want[i] as Float32Array)).toBeGreaterThan(0.998); // a ReLU between two roundings
  });
});
