import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, expect, test } from "vitest";
import { floatsOf, HALF_ROUNDING, halvesOf } from "../../fixtures/halves.ts";
import {
  defined,
  inputsOf,
  type PlainConvolution,
  worst,
} from "../../fixtures/plain-convolution.ts";
import type { NativeBackend } from "../backend/native-backend.ts";
import { engine } from "../engine.ts";

const backend = () => tf.backend() as NativeBackend;

beforeAll(async () => {
  await engine.start({ threads: 2 });
});

afterEach(() => {
  backend().precision = "float32";
});

/** Whole panels of 32 channels, halves of them, and neither. */
const CHANNELS: [number, number][] = [
  ...[1, 8, 15, 16, 17, 31, 33, 48].map((count): [number, number] => [count, count]),
  [16, 48],
  [48, 16],
  [16, 33],
  [15, 48],
];

/** Value and gradients by tfjs's operations: as many tiles as Winograd's way wants. */
function computed(
  { images: N, height: H, width: W, inputs: C, outputs: D }: PlainConvolution,
  x: Float32Array,
  w: Float32Array,
  dy: Float32Array,
) {
  return tf.tidy(() => {
    const convolve = (x: tf.Tensor, w: tf.Tensor) =>
      tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "same");
    const inputs = [tf.tensor(x, [N, H, W, C]), tf.tensor(w, [3, 3, C, D])];
    const { value, grads } = tf.valueAndGrads(convolve)(inputs, tf.tensor(dy, [N, H, W, D]));
    const [dx, dw] = grads as [tf.Tensor, tf.Tensor];
    return { y: value.dataSync(), dx: dx.dataSync(), dw: dw.dataSync() };
  });
}

for (const precision of ["float32", "bfloat16"] as const) {
  test.for(CHANNELS)(`${precision}: %i channels to %i`, ([inputs, outputs]) => {
    const sixteens = inputs % 16 === 0 && outputs % 16 === 0; // computed by the addon alone, everywhere
    if (precision === "bfloat16" && !sixteens && !backend().addon.describe().bfloat16) return;
    const sides = { top: 1, left: 1, bottom: 1, right: 1 };
    const one: PlainConvolution = { images: 8, height: 16, width: 16, inputs, outputs, ...sides };
    const { x, w, dy } = inputsOf(one);
    backend().precision = precision;
    const got = computed(one, x, w, dy);
    const cut = (values: Float32Array) =>
      precision === "float32" ? values : floatsOf(halvesOf(values));
    const want = defined(one, cut(x), w, cut(dy));
    const tolerance = precision === "float32" ? 5e-6 : 4 * HALF_ROUNDING;
    for (const name of ["y", "dx", "dw"] as const) {
      expect(worst(got[name], want[name])).toBeLessThan(tolerance);
    }
  });
}
