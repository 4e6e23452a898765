import { step, testMethod, tinyBackbone } from "@repo/method-contract";
import * as tf from "@tensorflow/tfjs";
import { mlp, type Progress, sgd } from "@unlabeled/core";
import { describe, expect, test } from "vitest";
import { randomViews } from "../fixtures/views.ts";
import { mocoV3 } from "./moco-v3.ts";
import type { MocoV3Options } from "./moco-v3-options.ts";

const START: Progress = { step: 0, totalSteps: 10, stepsPerEpoch: 10 };

const tiny = (options: Partial<MocoV3Options> = {}) =>
  mocoV3({ backbone: tinyBackbone(0), hidden: 6, dimension: 3, ...options });

describe("mocoV3", () => {
  testMethod(() => tiny({ temperature: 0.2, momentum: () => 0.9 }), { batch: randomViews });

  test("compares each query with the keys of the other view", () => {
    const method = tiny({ temperature: 0.5 });
    const rows = (...z: number[][]) => tf.tensor2d(z);
    const [ways, swapped] = [rows([1, 0, 0], [0, 1, 0]), rows([0, 1, 0], [1, 0, 0])];
    const queries = { query0: ways, query1: swapped, projection0: ways, projection1: ways };
    const right = method.objective(queries, { key0: swapped, key1: ways });
    // 2τ (log(e² + 1) − 2) each way
    expect(right.loss).toBeAllclose(2 * (Math.log(Math.exp(2) + 1) - 2));
    expect(right.measures.accuracy as tf.Scalar).toBeAllclose(1);
    const half = method.objective(queries, { key0: ways, key1: ways });
    expect(half.measures.accuracy as tf.Scalar).toBeAllclose(0.5);
    expect(half.loss).toBeAllclose(tf.add(right.loss, 2)); // (2 − 0) · 2τ more one way
  });

  test("measures the spread of the projections, before the predictor", () => {
    const method = tiny();
    const one = tf.ones<tf.Rank.R2>([2, 3]);
    const z = tf.tensor2d([
      [1, 0, 0],
      [-1, 0, 0],
    ]);
    const keys = { key0: z, key1: z };
    const spreadOf = (query: tf.Tensor2D, projection: tf.Tensor2D) =>
      method.objective(
        { query0: query, query1: query, projection0: projection, projection1: projection },
        keys,
      ).measures.spread as tf.Scalar;
    expect(spreadOf(z, one)).toBeAllclose(0, 1e-3);
    expect(spreadOf(one, z)).toBeAllclose(1 / Math.sqrt(3));
  });

  test("has keys without predictor, at first the query network's projections", () => {
    const method = tiny();
    const views = randomViews();
    const { projection0, projection1, query0 } = method.forward(views);
    const { key0, key1 } = method.targets(views);
    expect(key0).toBeAllclose(projection0);
    expect(key1).toBeAllclose(projection1);
    expect(query0).not.toBeAllclose(projection0, 1e-2);
    expect(method.state.some(({ name }) => name.startsWith("key/predictor"))).toBe(false);
  });

  test("raises the momentum from 0.99 to 1, and has temperature 1, unless told otherwise", () => {
    expect(tiny().settings).toEqual({
      temperature: 1,
      momentum: [
        0.99,
        expect.closeTo(0.99146447, 8),
        0.995,
        expect.closeTo(0.99853553, 8),
        expect.closeTo(1, 5),
      ],
    });
  });

  test("finds its keys in a short training", () => {
    const method = tiny({ temperature: 0.2, momentum: () => 0.9 });
    const optimizer = sgd({ momentum: 0.9 });
    optimizer.initialize(method.trained);
    const views = randomViews();
    const losses = Array.from({ length: 60 }, () =>
      step(method, views, optimizer, { learningRate: 0.05, progress: START }),
    );
    expect(losses.at(-1)).toBeLessThan((losses[0] as number) / 2);
    const { measures } = method.objective(method.forward(views), method.targets(views));
    expect((measures.accuracy as tf.Scalar).arraySync()).toBe(1);
    expect((measures.spread as tf.Scalar).arraySync()).toBeGreaterThan(0.3);
  });

  test("names what is wrong", () => {
    const backbone = tinyBackbone(0);
    const { featureCount: _, ...unknown } = backbone;
    const head = mlp({ inputs: 4, outputs: 4, seed: 0 });
    expect(() => tiny({ temperature: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: mocoV3: temperature must be positive and finite; got -1.]`,
    );
    expect(() => tiny({ hidden: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: mocoV3: hidden must be an integer ≥ 1; got 0.]`,
    );
    expect(() => tiny({ dimension: 0.5 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: mocoV3: dimension must be an integer ≥ 1; got 0.5.]`,
    );
    expect(() => mocoV3({ backbone: unknown })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: mocoV3: projector must be given for a backbone without featureCount; got none.]`,
    );
    expect(() => tiny({ projector: head })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: mocoV3: predictor must be given with a projector of your own; got none.]`,
    );
    expect(() => tiny({ projector: head, predictor: head })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: mocoV3: predictor must be a network of its own; got the projector. Make or clone a second one.]`,
    );
  });
});
