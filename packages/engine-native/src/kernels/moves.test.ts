import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { heldInHalves, isHeldInHalves } from "../../fixtures/halves.ts";
import { MOVING_CALLS } from "../../fixtures/moving-calls.ts";
import {
  anyFloat,
  type Computed,
  expectClose,
  floats,
  gradients,
  many,
  onBoth,
  value,
} from "../../fixtures/on-both.ts";
import { poisonPool } from "../../fixtures/poison-pool.ts";
import type { NativeBackend } from "../backend/native-backend.ts";

beforeAll(poisonPool);

const TYPES = { int32: fc.integer({ min: -9, max: 9 }), bool: fc.integer({ min: 0, max: 1 }) };

const numbered = (shapes: number[][], size = 1): Computed[] =>
  shapes.map((shape, i) => {
    const count = tf.util.sizeFromShape(shape);
    const values = Float32Array.from({ length: count }, (_one, at) => size * (at + 1000 * i));
    return { shape, dtype: "float32", values };
  });

describe.for(Object.entries(MOVING_CALLS))("%s", ([kernelName, calls]) => {
  test("equals the cpu backend's for floats of all kinds", async () => {
    const withInputs = calls.chain((call) =>
      fc.record({
        call: fc.constant(call),
        inputs: fc.tuple(...call.shapes.map((shape) => floats(shape, anyFloat))),
      }),
    );
    await fc.assert(
      fc.asyncProperty(withInputs, async ({ call, inputs }) =>
        expectClose(await onBoth(inputs, value(call.apply))),
      ),
      { numRuns: 60, seed: 1 },
    );
  });

  test.for(Object.entries(TYPES))("and for %s", async ([dtype, number]) => {
    const withInputs = calls.chain((call) =>
      fc.record({
        call: fc.constant(call),
        inputs: fc.tuple(...call.shapes.map((shape) => floats(shape, number))),
      }),
    );
    await fc.assert(
      fc.asyncProperty(withInputs, async ({ call, inputs }) => {
        const typed = inputs.map((input) => ({ ...input, dtype: dtype as "int32" }));
        expectClose(await onBoth(typed, value(call.apply)));
      }),
      { numRuns: 30, seed: 2 },
    );
  });

  test("leaves bfloat16 what it is", () => {
    const sampled = fc.sample(calls, { numRuns: 30, seed: 3 });
    for (const { shapes, apply } of sampled) {
      const held = numbered(shapes, 0.125).map(heldInHalves);
      const plain = held.map((x) => tf.tensor(x.dataSync(), x.shape));
      const [got, want] = [apply(...held), apply(...plain)];
      expect([got.shape, got.dataSync()]).toEqual([want.shape, want.dataSync()]);
    }
    const large = {
      Concat: [
        [40, 30],
        [40, 30],
      ],
      Pack: [
        [40, 30],
        [40, 30],
      ],
    };
    const inputs = numbered(large[kernelName as "Pack"] ?? [[40, 30]]).map(heldInHalves);
    const call = LARGE[kernelName] as (...inputs: tf.Tensor[]) => tf.Tensor;
    expect(isHeldInHalves(call(...inputs))).toBe(true);
  });

  test("equals the cpu backend's where threads share it, as does its gradient", async () => {
    const shapes = kernelName === "Concat" || kernelName === "Pack" ? 2 : 1;
    const apply = LARGE[kernelName] as (...inputs: tf.Tensor[]) => tf.Tensor;
    for (const shape of [
      [131, 157],
      [43, 11, 3, 19],
    ]) {
      const inputs = Array.from({ length: shapes }, () => many(shape));
      expectClose(await onBoth(inputs, value(apply)));
      if (kernelName === "StridedSlice") continue; // tfjs has no gradient of it
      expectClose(await onBoth(inputs, gradients(apply)), { relative: 1e-6, absolute: 1e-6 });
    }
  });
});

/** One call of each that is worth more than a thread, for any shape of two dimensions at least. */
const LARGE: Readonly<Record<string, (...inputs: tf.Tensor[]) => tf.Tensor>> = {
  Transpose: (x) => tf.transpose(x),
  Slice: (x) => tf.slice(x, [1, 2], [37, -1]),
  StridedSlice: (x) => tf.stridedSlice(x, [1, 2], [37, 27], [3, 2]),
  Reverse: (x) => tf.reverse(x, [0, -1]),
  PadV2: (x) =>
    tf.pad(
      x,
      x.shape.map((_size, axis) => [axis, 3 - axis] as [number, number]),
    ),
  Tile: (x) =>
    tf.tile(
      x,
      x.shape.map((_size, axis) => 3 - (axis % 2)),
    ),
  Concat: (...all) => tf.concat(all, -1),
  Pack: (...all) => tf.stack(all, -1),
  Unpack: (x) => tf.unstack(x, 1).at(-1) as tf.Tensor,
  SplitV: (x) => tf.split(x, [4, -1], 1).at(-1) as tf.Tensor,
  GatherV2: (x) => tf.gather(x, tf.tensor1d([3, 1, 0, 3, 9], "int32"), 1),
};

test.for<{ strided: (x: tf.Tensor) => tf.Tensor }>([
  { strided: (x) => tf.stridedSlice(x, [0, 3], [3, 1], [1, 2]) }, // empty
  { strided: (x) => tf.stridedSlice(x, [1, 0], [2, 4], [1, 2], 0, 0, 1) }, // an ellipsis
  { strided: (x) => tf.stridedSlice(x, [0, 0, 1], [1, 3, 4], [1, 2, 2], 0, 0, 0, 1) }, // an axis more
])("a strided slice of other axes than the tensor's: %#", async ({ strided }) => {
  expectClose(await onBoth([many([3, 4])], value(strided)));
});

test("a strided slice without one of the axes is right, which tfjs's is not", () => {
  const x = tf.tensor2d([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [3, 4]);
  const y = tf.stridedSlice(x, [0, 3], [3, 0], [2, -1], 0, 0, 0, 0, 1);
  expect([y.shape, [...y.dataSync()]]).toEqual([[3], [3, 2, 1]]);
});

test("what lies together in float32 is handed on without moving it", () => {
  const { data } = tf.backend() as NativeBackend;
  const x = tf.tensor(Float32Array.from(many([40, 50]).values), [40, 50]);
  const memory = (t: tf.Tensor) => data.get(t.dataId).values as Float32Array;
  const { buffer, byteOffset } = memory(x);
  const parts = [tf.slice(x, 3, 9), tf.unstack(x)[4], tf.split(x, 2)[1]] as tf.Tensor[];
  const rows = [3, 4, 20, 0]; // where each part begins in x
  [...parts, tf.concat([x, tf.zeros([0, 50])])].forEach((part, i) => {
    expect(memory(part).buffer).toBe(buffer);
    expect(memory(part).byteOffset).toBe(byteOffset + 4 * 50 * (rows[i] as number));
  });
});

test("in bfloat16 it is moved, and stays bfloat16", () => {
  const x = heldInHalves(many([40, 50]));
  const parts = [tf.slice(x, 3, 9), tf.unstack(x)[4], tf.split(x, 2)[1]] as tf.Tensor[];
  expect(parts.map(isHeldInHalves)).toEqual([true, true, true]);
  expect(parts[0]?.dataSync()).toEqual(x.dataSync().slice(3 * 50, 12 * 50));
});

test("truths in a plain array are moved by tfjs", () => {
  const values = [1, 0, 0, 1, 1, 1] as unknown as Uint8Array;
  const made = (tf.backend() as NativeBackend).makeTensorInfo([2, 3], "bool", values);
  const x = tf.engine().makeTensorFromTensorInfo(made);
  expect([...tf.transpose(x).dataSync()]).toEqual([1, 1, 0, 1, 0, 1]);
});

test("an index outside the rows throws", () => {
  const pick = (index: number) => tf.gather(tf.zeros([4, 3]), tf.tensor1d([0, index], "int32"));
  expect(() => pick(4)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: nativeEngine: gather: indices must be in [0, 3]; got 4.]`,
  );
  expect(() => pick(-1)).toThrow("indices must be in [0, 3]; got -1.");
});
