import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { defineNetwork } from "../networks/define-network.ts";
import { constant, heNormal } from "../networks/initializers.ts";
import type { Method, Progress } from "./method.ts";
import { keptShare, withMovingAverage } from "./with-moving-average.ts";

const at = (step: number): Progress => ({ step, totalSteps: 10, stepsPerEpoch: 10 });

const network = () =>
  defineNetwork(
    (variables) => {
      const kernel = variables.kernel("kernel", [3, 2], heNormal("in"));
      variables.statistic("mean", [2], constant(1));
      return { apply: (x: tf.Tensor4D) => tf.matMul<tf.Tensor2D>(tf.reshape(x, [-1, 3]), kernel) };
    },
    { seed: 0 },
  );

function methodOf(trained: ReturnType<typeof network>) {
  const updates: number[] = [];
  const method: Method = {
    name: "some",
    settings: { a: 1 },
    trained: trained.parameters,
    state: trained.statistics,
    targets: () => ({}),
    forward: () => ({}),
    objective: () => ({ loss: tf.scalar(0), measures: {} }),
    afterUpdate: ({ step }) => updates.push(step),
  };
  return { method, updates };
}

// the spec's golden vector
test.for([
  [0, 0.1],
  [90, 0.91],
  [10000, 10001 / 10010],
  [89_980, 89_981 / 89_990],
  [1_000_000, 0.9999],
] as const)("after step %i it keeps %f", ([step, share]) => {
  expect(keptShare({ step }, 0.9999)).toBe(share);
});

test("follows parameters and statistics, after the method's own update", () => {
  const trained = network();
  const { method, updates } = methodOf(trained);
  const averaged = withMovingAverage(method, trained, { momentum: 0.15 });
  const [kernel, mean] = [trained.parameters[0]?.variable, trained.statistics[0]?.variable];
  const begin = kernel?.arraySync() as number[][];
  kernel?.assign(tf.zeros([3, 2]));
  mean?.assign(tf.tensor1d([5, 9]));
  const before = tf.memory().numTensors;
  averaged.afterUpdate(at(0), {});
  averaged.afterUpdate(at(1), {});
  expect(tf.memory().numTensors).toBe(before);
  expect(updates).toEqual([0, 1]);
  const [first, second] = [0.1, 0.15]; // of (1 + 1) / (10 + 1) the momentum is less
  const kept = begin.map((row) => row.map((value) => expect.closeTo(value * first * second, 6)));
  expect(averaged.average.parameters[0]?.variable.arraySync()).toEqual(kept);
  const meanAfter = (to: number) => to + (1 - to) * first * second;
  expect(averaged.average.statistics[0]?.variable).toBeAllclose(
    tf.tensor1d([meanAfter(5), meanAfter(9)]),
    1e-5,
  );
});

test("has its variables in the state, its momentum in the settings, and trains what was trained", () => {
  const trained = network();
  const averaged = withMovingAverage(methodOf(trained).method, trained);
  expect(averaged.state.map(({ name }) => name)).toEqual([
    "mean",
    "average/kernel",
    "average/mean",
  ]);
  expect(averaged.settings).toEqual({ a: 1, movingAverage: 0.9999 });
  expect(averaged.trained).toBe(trained.parameters);
});

test("throws on a momentum of 1", () => {
  const trained = network();
  expect(() => withMovingAverage(methodOf(trained).method, trained, { momentum: 1 })).toThrow(
    "withMovingAverage: momentum must be in [0, 1); got 1.",
  );
});
