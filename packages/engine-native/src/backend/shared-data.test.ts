import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { engine } from "../engine.ts";
import type { NativeBackend } from "./native-backend.ts";

/** Elements of a tensor: enough for pooled memory, and for sums that are added late. */
const SIZE = 1 << 15;

beforeAll(async () => {
  await engine.start({ threads: 2 });
});

const pool = () => (tf.backend() as NativeBackend).pool;

let before = { used: 0, tensors: 0 };
beforeEach(() => {
  before = { used: pool().usage.used, tensors: tf.memory().numTensors };
});

const left = () => ({
  used: pool().usage.used - before.used,
  tensors: tf.memory().numTensors - before.tensors,
});

/** A tensor in pooled memory in which every element is the value. */
const filled = (value: number) => tf.tidy(() => tf.add(tf.zeros([SIZE]), value));

const valuesOf = (tensor: tf.Tensor) => [...new Set(tensor.dataSync())];

/** Tensors that share data with each other, and the value of all elements of each. */
function family(): [tf.Tensor, number][] {
  const a = filled(1);
  const b = filled(2);
  const sum = tf.add(a, b);
  const reshaped = tf.reshape(sum, [SIZE / 4, 4]);
  return [
    [a, 1],
    [b, 2],
    [sum, 3],
    [reshaped, 3],
    [tf.reshape(a, [2, SIZE / 2]), 1],
    [tf.clone(b), 2],
    [tf.clone(sum), 3],
    [tf.add(reshaped, reshaped), 6],
    [tf.cast(sum, "float32"), 3],
    [tf.variable(sum), 3],
  ];
}
const MEMBERS = [...Array(10).keys()];

test("tensors that share data are disposed in any order, and the others keep their values", () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(MEMBERS, { minLength: MEMBERS.length }),
      fc.shuffledSubarray(MEMBERS),
      (order, readFirst) => {
        const tensors = family();
        const check = (at: number) => {
          const [tensor, value] = tensors[at] as [tf.Tensor, number];
          expect(valuesOf(tensor)).toEqual([value]);
        };
        readFirst.forEach(check);
        order.forEach((at, turn) => {
          tf.dispose((tensors[at] as [tf.Tensor, number])[0]);
          tf.dispose(filled(9)); // takes memory that has become free, and writes to it
          if (turn % 3 === 0) order.slice(turn + 1).forEach(check);
        });
        expect(left()).toEqual({ used: 0, tensors: 0 });
      },
    ),
    { numRuns: 100, seed: 1 },
  );
});

test("a sum that nobody has read outlives what it is the sum of", () => {
  const [a, b] = [filled(1), filled(2)];
  const sum = tf.add(a, b);
  tf.dispose([a, b]);
  tf.dispose([filled(7), filled(8)]);
  expect(valuesOf(sum)).toEqual([3]);
  sum.dispose();
  const never = tf.tidy(() => tf.keep(tf.add(filled(1), filled(2))));
  never.dispose();
  expect(left()).toEqual({ used: 0, tensors: 0 });
});

test("values that were read do not change when the memory is used again", async () => {
  const tensor = filled(5);
  const values = [tensor.dataSync(), await tensor.data(), await tensor.buffer()];
  tensor.dispose();
  const others = [6, 7, 8].map(filled);
  const [sync, later, buffer] = values as [Float32Array, Float32Array, tf.TensorBuffer<tf.Rank>];
  for (const read of [sync, later, buffer.values]) {
    expect([...new Set(read as Float32Array)]).toEqual([5]);
  }
  tf.dispose(others);
});

test("a caller's array is not written to, nor are its later changes seen by others", () => {
  const array = new Float32Array(SIZE).fill(1);
  const tensor = tf.tensor1d(array);
  const twice = tf.add(tensor, tensor);
  tf.dispose([tensor, filled(3)]);
  expect(valuesOf(twice)).toEqual([2]);
  expect([...new Set(array)]).toEqual([1]);
});

test("complex numbers and texts pass through", () => {
  const complex = tf.complex(filled(3), filled(4));
  expect(valuesOf(tf.abs(complex))).toEqual([5]);
  expect(tf.tensor1d(["a", "b"]).dataSync()).toEqual(["a", "b"]);
});

test("what one of tfjs's kernels hands on outlives where it came from", () => {
  const [a, b] = [filled(3), filled(4)];
  const complex = tf.complex(a, b);
  const real = tf.real(complex); // the same memory, as another tensor's
  tf.dispose([a, b, complex]);
  const others = [filled(7), filled(8)];
  expect(valuesOf(real)).toEqual([3]);
  tf.dispose([real, ...others]);
  expect(left()).toEqual({ used: 0, tensors: 0 });
});
