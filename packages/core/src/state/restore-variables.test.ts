import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import type { NamedVariable } from "../networks/network.ts";
import { decodeSafetensors } from "./decode-safetensors.ts";
import { encodeSafetensors } from "./encode-safetensors.ts";
import { restoreVariables } from "./restore-variables.ts";
import { variableTensors } from "./variable-tensors.ts";

function named(values: Record<string, tf.Tensor>): NamedVariable[] {
  return Object.entries(values).map(([name, value]) => ({ name, variable: tf.variable(value) }));
}

const someVariables = () =>
  named({
    "a/kernel": tf.tensor([[1, 2.5]]),
    step: tf.scalar(2 ** 24 + 1, "int32"),
    flag: tf.tensor([true, false]),
    empty: tf.zeros([0, 2]),
  });

const zeros = () =>
  named({
    empty: tf.zeros([0, 2]),
    flag: tf.tensor([false, false]),
    step: tf.scalar(0, "int32"),
    "a/kernel": tf.zeros([1, 2]),
  });

test("variables come back from a file, in any order, each with its type", async () => {
  const saved = someVariables();
  const bytes = encodeSafetensors(await variableTensors(saved));
  const restored = zeros();
  const before = tf.memory().numTensors;
  restoreVariables(restored, decodeSafetensors(bytes).tensors);
  expect(tf.memory().numTensors).toBe(before);
  for (const { name, variable } of saved) {
    const other = restored.find((v) => v.name === name)?.variable as tf.Variable;
    expect(other.dtype).toBe(variable.dtype);
    expect(other.dataSync()).toEqual(variable.dataSync());
  }
});

test("stored values and variables do not change each other", async () => {
  const saved = someVariables();
  const stored = await variableTensors(saved);
  stored["a/kernel"]?.values.fill(9 as never);
  expect(saved[0]?.variable as tf.Tensor).toBeAllclose([[1, 2.5]]);
  restoreVariables(saved, stored);
  stored["a/kernel"]?.values.fill(8 as never);
  expect(saved[0]?.variable as tf.Tensor).toBeAllclose([[9, 9]]);
});

test("throws where a name, a shape or a type differs, and changes nothing then", async () => {
  const variables = zeros();
  const stored = await variableTensors(someVariables());
  const { step, ...rest } = stored;
  expect(() =>
    restoreVariables(variables, { ...rest, toString: step } as typeof stored),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: restoreVariables: stored must hold the same names as the variables; got missing: step; extra: toString.]`,
  );
  expect(() =>
    restoreVariables(variables, {
      ...stored,
      "a/kernel": { dtype: "F32", shape: [2, 1], values: new Float32Array(2) },
    }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: restoreVariables: a/kernel must have shape [1, 2]; got [2, 1].]`,
  );
  expect(() =>
    restoreVariables(variables, {
      ...stored,
      step: { dtype: "I64", shape: [], values: BigInt64Array.of(1n) },
    }),
  ).toThrowErrorMatchingInlineSnapshot(`[TypeError: restoreVariables: step must be I32; got I64.]`);
  expect(() =>
    restoreVariables([...variables, ...variables], stored),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: restoreVariables: names of variables must be unique; got empty twice.]`,
  );
  expect(variables[2]?.variable.dataSync()[0]).toBe(0);
  expect(variables[3]?.variable as tf.Tensor).toBeAllclose([[0, 0]]);
});

test("lists at most ten names", () => {
  const many = Array.from({ length: 12 }, (_, i) => [`v${i}`, tf.scalar(i)] as const);
  const variables = named(Object.fromEntries(many));
  expect(() => restoreVariables(variables, {})).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: restoreVariables: stored must hold the same names as the variables; got missing: v0, v1, v2, v3, v4, v5, v6, v7, v8, v9 and 2 more; extra: none.]`,
  );
});

test("variableTensors throws on a name twice and on a type that files do not hold", async () => {
  const [one] = zeros() as [NamedVariable];
  await expect(variableTensors([one, one])).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: variableTensors: names of variables must be unique; got empty twice.]`,
  );
  const text = named({ text: tf.tensor(["a"]) });
  await expect(variableTensors(text)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[TypeError: variableTensors: text must be float32, int32 or bool; got string.]`,
  );
});
