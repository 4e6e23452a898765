import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import type { NamedVariable } from "../networks/network.ts";
import { updateEma } from "./update-ema.ts";

function named(values: Record<string, number[]>): NamedVariable[] {
  return Object.entries(values).map(([name, value]) => ({
    name,
    variable: tf.variable(tf.tensor(value)),
  }));
}

test("is momentum times the target plus the rest of online, matched by name", () => {
  const target = named({ a: [1, 2], b: [3] });
  const online = named({ b: [7], a: [5, 10] });
  updateEma(target, online, 0.75);
  expect(target[0]?.variable as tf.Tensor).toBeAllclose([2, 4]);
  expect(target[1]?.variable as tf.Tensor).toBeAllclose([4]);
  expect(online[0]?.variable as tf.Tensor).toBeAllclose([7]);
});

test("momentum 1 changes nothing and momentum 0 copies", () => {
  const [target, online] = [named({ a: [1, 2] }), named({ a: [5, 10] })];
  updateEma(target, online, 1);
  expect(target[0]?.variable as tf.Tensor).toBeAllclose([1, 2]);
  updateEma(target, online, 0);
  expect(target[0]?.variable as tf.Tensor).toBeAllclose([5, 10]);
});

test("leaves no tensor", () => {
  const [target, online] = [named({ a: [1], b: [2] }), named({ a: [3], b: [4] })];
  const before = tf.memory().numTensors;
  updateEma(target, online, 0.9);
  expect(tf.memory().numTensors).toBe(before);
});

test("throws where names, shapes or momentum do not fit, and changes nothing then", () => {
  const target = named({ a: [1], b: [2] });
  expect(() => updateEma(target, named({ a: [3], c: [4] }), 0)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: updateEma: target and online must list the same variables; got only in target: b; only in online: c.]`,
  );
  expect(() =>
    updateEma(target, named({ a: [3], b: [4, 5] }), 0),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: updateEma: b must have one shape in target and online; got [1] and [2].]`,
  );
  expect(() => updateEma([...target, ...target], target, 0)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: updateEma: names of target must be unique; got undefined twice.]`,
  );
  expect(() => updateEma(target, target, Number.NaN)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: updateEma: momentum must be in [0, 1]; got NaN.]`,
  );
  expect(target[0]?.variable as tf.Tensor).toBeAllclose([1]);
});
