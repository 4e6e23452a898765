import { assignValues, expectValues, step, tinyBackbone } from "@repo/method-contract";
import * as tf from "@tensorflow/tfjs";
import { cosineMomentum, type Progress, sgd } from "@unlabeled/core";
import { infoNceLoss, l2Normalize } from "@unlabeled/losses";
import { describe, expect, test } from "vitest";
import builder from "../fixtures/builder-steps.json" with { type: "json" };
import lightly from "../fixtures/lightly-steps.json" with { type: "json" };
import { linear } from "../fixtures/linear.ts";
import { newestFirst, recordedValues, variablesOf } from "../fixtures/recorded-values.ts";
import v3 from "../fixtures/v3-steps.json" with { type: "json" };
import { fixtureViews } from "../fixtures/views.ts";
import { mocoV1 } from "./moco-v1.ts";
import { mocoV2 } from "./moco-v2.ts";
import { mocoV3 } from "./moco-v3.ts";
import type { Moco } from "./queue-moco.ts";

const START: Progress = { step: 0, totalSteps: 10, stepsPerEpoch: 10 };

describe("mocoV2, beside PyTorch", () => {
  /** Expects the losses of a fixture, step by step from its initial values, and the variables at its end. */
  function expectSteps(method: Moco, fixture: typeof builder, batchesInRing: number): void {
    const { initial, settings, losses, query, key, queue, keys } = fixture;
    const variables = variablesOf(method);
    const before = {
      ...recordedValues(initial),
      ...recordedValues(initial, "key/"),
      queue: newestFirst(queue, batchesInRing, 0),
    };
    const names = [...method.trained, ...method.state].map(({ name }) => name);
    expect(Object.keys(before).sort()).toEqual(names.sort());
    assignValues(variables, before);
    const optimizer = sgd();
    optimizer.initialize(method.trained);
    const { learningRate } = settings;
    const found = losses.map((_, k) =>
      step(method, fixtureViews(k), optimizer, { learningRate, progress: START }),
    );
    expect(tf.tensor(found)).toBeAllclose(losses);
    const after = {
      ...recordedValues(query),
      ...recordedValues(key, "key/"),
      queue: newestFirst(keys, batchesInRing, losses.length % batchesInRing),
    };
    expectValues(variables, after, 1e-5);
  }

  const options = ({ settings }: typeof builder) => ({
    backbone: tinyBackbone(0),
    dimension: 3,
    queueLength: settings.queueLength,
    temperature: settings.temperature,
    momentum: () => settings.momentum,
  });

  test("takes five steps as builder.py orders them, symmetric, with norms in two groups", () => {
    const method = mocoV2({ ...options(builder), symmetric: true, normGroups: 2 });
    expectSteps(method, builder, 2);
  });

  test("takes five steps with lightly's loss, memory bank, head and momentum update", () => {
    expectSteps(mocoV2(options(lightly)), lightly, 4);
  });
});

describe("mocoV1, beside builder.py's order in tensors", () => {
  test("equals it, with a ring and a pointer, loss by loss", () => {
    const [backbone, projector] = [linear(48, 4, 1), linear(4, 3, 2)];
    const method = mocoV1({
      backbone,
      projector,
      dimension: 3,
      queueLength: 16,
      momentum: () => 0.7,
    });
    const [m, T, rate] = [0.7, 0.07, 0.05];

    const kernels = method.trained.map(({ variable }) => tf.clone(variable) as tf.Tensor2D);
    const project = (x: tf.Tensor4D, [w, v]: tf.Tensor2D[]): tf.Tensor2D =>
      tf.matMul(tf.matMul(tf.reshape(x, [8, 48]), w as tf.Tensor2D), v as tf.Tensor2D);
    let thetaQ = kernels;
    let thetaK = kernels;
    const ring = (method.queue as tf.Tensor2D).arraySync();
    method.queue.assign(tf.tensor2d([...ring.slice(8), ...ring.slice(0, 8)])); // the ring's first go first
    let pointer = 0;
    const expected = Array.from({ length: 6 }, (_, k) => {
      const { view0: imQ, view1: imK } = fixtureViews(k % 5);
      thetaK = thetaK.map((p, i) => tf.add(tf.mul(p, m), tf.mul(thetaQ[i] as tf.Tensor, 1 - m)));
      const keys = l2Normalize(project(imK, thetaK));
      const { value, grads } = tf.valueAndGrads((...theta) =>
        infoNceLoss(project(imQ, theta as tf.Tensor2D[]), keys, tf.tensor2d(ring), {
          temperature: T,
        }),
      )(thetaQ);
      ring.splice(pointer, 8, ...keys.arraySync());
      pointer = (pointer + 8) % 16;
      thetaQ = thetaQ.map((p, i) => tf.sub(p, tf.mul(grads[i] as tf.Tensor, rate)));
      return (value as tf.Scalar).arraySync();
    });

    const optimizer = sgd();
    optimizer.initialize(method.trained);
    const found = expected.map((_, k) =>
      step(method, fixtureViews(k % 5), optimizer, { learningRate: rate, progress: START }),
    );
    expect(tf.tensor(found)).toBeAllclose(expected);
  });
});

describe("mocoV3, beside PyTorch", () => {
  test("takes five steps of the authors' algorithm: losses, all networks, all statistics", () => {
    const { initial, settings, losses, query, key } = v3;
    const { hidden, momentumBase, temperature, learningRate, totalSteps } = settings;
    const momentum = cosineMomentum({ base: momentumBase });
    const backbone = tinyBackbone(0);
    const method = mocoV3({ backbone, hidden, dimension: 3, temperature, momentum });
    const { predictor: _, ...followed } = initial;
    const before = { ...recordedValues(initial), ...recordedValues(followed, "key/") };
    const names = [...method.trained, ...method.state].map(({ name }) => name);
    expect(Object.keys(before).sort()).toEqual(names.sort());
    assignValues(variablesOf(method), before);
    const optimizer = sgd();
    optimizer.initialize(method.trained);
    const found = losses.map((_, k) => {
      const progress = { step: k, totalSteps, stepsPerEpoch: 1 };
      return step(method, fixtureViews(k), optimizer, { learningRate, progress });
    });
    expect(tf.tensor(found)).toBeAllclose(losses);
    const after = { ...recordedValues(query), ...recordedValues(key, "key/") };
    expectValues(variablesOf(method), after, 1e-5);
  });
});
