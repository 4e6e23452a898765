import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { floatsOf, HALF_ROUNDING, halvesOf, isHeldInHalves } from "../../fixtures/halves.ts";
import { expectClose, gradients, many, onBoth, value } from "../../fixtures/on-both.ts";
import type { Addon } from "../addon/addon.ts";
import type { NativeBackend } from "../backend/native-backend.ts";
import { engine } from "../engine.ts";

let addon: Addon;

beforeAll(async () => {
  await engine.start({ threads: 2 });
  addon = (tf.backend() as NativeBackend).addon;
});

/** One direction of the image. */
interface Axis {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
}

interface Case {
  readonly images: number;
  readonly channels: number;
  readonly rows: Axis;
  readonly columns: Axis;
}

const outputs = ({ size, kernel, stride, dilation, before, after }: Axis): number =>
  Math.floor((size + before + after - (kernel - 1) * dilation - 1) / stride) + 1;

const axis: fc.Arbitrary<Axis> = fc
  .record({
    size: fc.integer({ min: 1, max: 20 }),
    kernel: fc.integer({ min: 1, max: 6 }),
    stride: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: 3 }),
    before: fc.nat(4),
    after: fc.nat(4),
  })
  .filter((one) => outputs(one) > 0);

const cases: fc.Arbitrary<Case> = fc.record({
  images: fc.integer({ min: 1, max: 2 }),
  channels: fc.oneof(fc.integer({ min: 1, max: 70 }), fc.constantFrom(16, 32, 64)),
  rows: axis,
  columns: axis,
});

function shapesOf({ images, channels, rows, columns }: Case) {
  return {
    x: [images, rows.size, columns.size, channels],
    y: [images, outputs(rows), outputs(columns), channels],
    w: [rows.kernel, columns.kernel, channels],
    windows: Int32Array.of(
      ...[images, rows.size, columns.size, channels, outputs(rows), outputs(columns)],
      ...[rows.kernel, columns.kernel, rows.stride, columns.stride],
      ...[rows.dilation, columns.dilation, rows.before, columns.before],
    ),
  };
}

/** By the definition: y, dx and dw of x, w and dy, in float64. */
function defined(one: Case, x: Float32Array, w: Float32Array, dy: Float32Array): Float64Array[] {
  const { images, channels, rows, columns } = one;
  const [H, W] = [outputs(rows), outputs(columns)];
  const [y, dx, dw] = [dy, x, w].map(({ length }) => new Float64Array(length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let n = 0; n < images * H * W * rows.kernel * columns.kernel; n++) {
    const [b, a] = [n % columns.kernel, Math.floor(n / columns.kernel) % rows.kernel];
    const output = Math.floor(n / columns.kernel / rows.kernel);
    const [j, i, image] = [output % W, Math.floor(output / W) % H, Math.floor(output / W / H)];
    const row = i * rows.stride - rows.before + a * rows.dilation;
    const column = j * columns.stride - columns.before + b * columns.dilation;
    if (row < 0 || row >= rows.size || column < 0 || column >= columns.size) continue;
    const pixel = (image * rows.size + row) * columns.size + column;
    for (let c = 0; c < channels; c++) {
      const [atY, atX] = [output * channels + c, pixel * channels + c];
      const atW = (a * columns.kernel + b) * channels + c;
      (y[atY] as number) += (x[atX] as number) * (w[atW] as number);
      (dx[atX] as number) += (dy[atY] as number) * (w[atW] as number);
      (dw[atW] as number) += (dy[atY] as number) * (x[atX] as number);
    }
  }
  return [y, dx, dw];
}

const floats32 = (shape: number[]) => Float32Array.from(many(shape, -1, 1).values);

function expectNear(got: ArrayLike<number>, want: ArrayLike<number>, tolerance: number): void {
  let worst = 0;
  for (let i = 0; i < want.length; i++) {
    const expected = want[i] as number;
    const error = Math.abs((got[i] as number) - expected) / Math.max(1, Math.abs(expected));
    if (!(error <= worst)) worst = error;
  }
  expect(worst).toBeLessThanOrEqual(tolerance);
}

describe("depthwise convolution and its gradients are as defined", () => {
  const isAsDefined = (one: Case): void => {
    const { x, y, w, windows } = shapesOf(one);
    const [images, weights, dy] = [floats32(x), floats32(w), floats32(y)];
    const want = defined(one, images, weights, dy);
    const made = [y, x, w].map((shape) => floats32(shape).fill(Number.NaN));
    const [gotY, gotX, gotW] = made as [Float32Array, Float32Array, Float32Array];
    addon.depthwise(windows, images, weights, gotY);
    addon.depthwiseInputGradient(windows, dy, weights, gotX);
    addon.depthwiseWeightGradient(windows, images, dy, gotW);
    expectNear(gotY, want[0] as Float64Array, 2e-6);
    expectNear(gotX, want[1] as Float64Array, 2e-6);
    expectNear(gotW, want[2] as Float64Array, 1e-5); // of hundreds of terms
  };

  test("in float32, for any size, stride, dilation and padding", () => {
    fc.assert(fc.property(cases, isAsDefined), { numRuns: 150, seed: 1 });
  });

  test("for more images than there are parts that the gradient of the weights is added up from", () => {
    const axes = { size: 4, kernel: 3, stride: 1, dilation: 1, before: 1, after: 1 };
    isAsDefined({ images: 150, channels: 72, rows: axes, columns: axes });
  });

  test("in bfloat16, up to the rounding of images; sums and weights are float32", () => {
    fc.assert(
      fc.property(cases, (one) => {
        const { x, y, w, windows } = shapesOf(one);
        const [images, dy] = [halvesOf(floats32(x)), halvesOf(floats32(y))];
        const weights = floats32(w);
        const want = defined(one, floatsOf(images), weights, floatsOf(dy));
        const [gotY, gotX] = [new Uint16Array(dy.length), new Uint16Array(images.length)];
        const gotW = new Float32Array(weights.length);
        addon.depthwise(windows, images, weights, gotY);
        addon.depthwiseInputGradient(windows, dy, weights, gotX);
        addon.depthwiseWeightGradient(windows, images, dy, gotW);
        expectNear(floatsOf(gotY), want[0] as Float64Array, HALF_ROUNDING);
        expectNear(floatsOf(gotX), want[1] as Float64Array, HALF_ROUNDING);
        expectNear(gotW, want[2] as Float64Array, 1e-5); // of hundreds of terms
      }),
      { numRuns: 80, seed: 2 },
    );
  });

  test("and do not depend on the number of threads", async () => {
    const axes = { kernel: 5, dilation: 1, before: 2, after: 1 };
    const rows = { ...axes, size: 41, stride: 2 };
    const one = { images: 3, channels: 72, rows, columns: { ...axes, size: 30, stride: 1 } };
    const { x, y, w, windows } = shapesOf(one);
    const [images, weights, dy] = [floats32(x), floats32(w), floats32(y)];
    const results = [];
    for (const threads of [1, 2, 3]) {
      await engine.start({ threads });
      const made = [y, x, w].map((shape) => floats32(shape));
      const [gotY, gotX, gotW] = made as [Float32Array, Float32Array, Float32Array];
      addon.depthwise(windows, images, weights, gotY);
      addon.depthwiseInputGradient(windows, dy, weights, gotX);
      addon.depthwiseWeightGradient(windows, images, dy, gotW);
      results.push(made);
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });
});

describe("DepthwiseConv2dNative", () => {
  const convolution = (strides: [number, number], pad: "same" | "valid", multiplier = 1) => ({
    inputs: [many([2, 9, 11, 20], -1, 1), many([3, 4, 20, multiplier], -1, 1)],
    apply: (x: tf.Tensor, w: tf.Tensor) =>
      tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, pad) as tf.Tensor,
  });

  test.for([
    convolution([1, 1], "same"),
    convolution([2, 2], "same"),
    convolution([2, 1], "valid"),
    convolution([2, 2], "same", 3),
  ])("equals the cpu backend's, as do its gradients %#", async ({ inputs, apply }) => {
    const tolerance = { relative: 1e-5, absolute: 1e-5 };
    expectClose(await onBoth(inputs, value(apply as typeof tf.add)), tolerance);
    expectClose(await onBoth(inputs, gradients(apply as typeof tf.add)), tolerance);
  });

  test("of nothing is tfjs's", async () => {
    const apply = convolution([1, 1], "same").apply as typeof tf.add;
    expectClose(await onBoth([many([0, 4, 4, 3]), many([3, 3, 3, 1])], value(apply)));
  });

  test("holds maps in bfloat16 where the engine computes in it, and gradients of weights in float32", async () => {
    await engine.start({});
    if (!addon.describe().bfloat16) return;
    await engine.start({ precision: "bfloat16" });
    const { inputs, apply } = convolution([1, 1], "same");
    const [x, w] = inputs.map(({ shape, values }) => tf.tensor(Array.from(values), shape)) as [
      tf.Tensor,
      tf.Tensor,
    ];
    const [dx, dw] = tf.grads(apply)([x, w]) as [tf.Tensor, tf.Tensor];
    expect([apply(x, w), dx, dw].map(isHeldInHalves)).toEqual([true, true, false]);
    await engine.start({});
  });
});
