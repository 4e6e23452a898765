import { step, testMethod, tinyBackbone } from "@repo/method-contract";
import * as tf from "@tensorflow/tfjs";
import { type NamedVariable, type Progress, sgd } from "@unlabeled/core";
import { describe, expect, test } from "vitest";
import { linear } from "../fixtures/linear.ts";
import { randomViews } from "../fixtures/views.ts";
import type { MocoOptions } from "./moco-options.ts";
import { mocoV1 } from "./moco-v1.ts";
import { mocoV2 } from "./moco-v2.ts";
import type { Moco } from "./queue-moco.ts";

const START: Progress = { step: 0, totalSteps: 10, stepsPerEpoch: 10 };
const TINY = { dimension: 3, queueLength: 10, momentum: () => 0.9 };

const tiny = (options: Partial<MocoOptions> = {}) =>
  mocoV2({ backbone: tinyBackbone(0), ...TINY, ...options });

const equalKeys = ({ queue }: Moco) => queue.assign(tf.ones(queue.shape));

describe("mocoV1", () => {
  const make = () => mocoV1({ backbone: tinyBackbone(0), ...TINY });
  testMethod(make, { batch: randomViews, collapse: equalKeys });
});

describe("mocoV2", () => {
  testMethod(tiny, { batch: randomViews, collapse: equalKeys });
});

describe("mocoV2, symmetric, in two groups", () => {
  const make = () => tiny({ symmetric: true, normGroups: 2 });
  testMethod(make, { batch: randomViews, collapse: equalKeys });
});

describe("mocoV2, symmetric, with the batch's other keys as negatives", () => {
  const make = () => tiny({ symmetric: true, batchNegatives: true });
  testMethod(make, { batch: randomViews, collapse: equalKeys });
});

describe("mocoV1 and mocoV2", () => {
  const valuesOf = (variables: readonly NamedVariable[]) =>
    Object.fromEntries(variables.map(({ name, variable }) => [name, [...variable.dataSync()]]));

  test("make queries of the first view and keys of the second, and if symmetric of both", () => {
    const views = randomViews();
    const [one, both] = [tiny(), tiny({ symmetric: true })];
    expect(Object.keys({ ...one.forward(views), ...one.targets(views) })).toEqual([
      "query0",
      "key1",
    ]);
    const queries = both.forward(views);
    const keys = both.targets(views);
    expect(Object.keys(queries)).toEqual(["query0", "query1"]);
    expect(keys.key0 as tf.Tensor).toBeAllclose(queries.query0); // a copy, as it begins
    expect(keys.key1).toBeAllclose(queries.query1 as tf.Tensor);
    expect(keys.key1).not.toBeAllclose(queries.query0, 1e-2);
  });

  test("add both directions' losses, and take the mean of their accuracies", () => {
    const [one, both] = [tiny(), tiny({ symmetric: true })];
    const [east, north, west] = [
      [1, 0, 0],
      [0, 1, 0],
      [-1, 0, 0],
    ].map((row) => tf.tensor2d([row, row])) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    for (const { queue } of [one, both]) queue.assign(tf.tile(tf.tensor2d([[0, 0, 1]]), [10, 1]));
    const found = one.objective({ query0: east }, { key1: east });
    const missed = one.objective({ query0: north }, { key1: tf.neg(north) as tf.Tensor2D });
    const together = both.objective(
      { query0: east, query1: north },
      { key1: east, key0: tf.neg(north) },
    );
    expect(found.loss).toBeAllclose(Math.log(1 + 10 * Math.exp(-5)));
    expect(together.loss).toBeAllclose(tf.add(found.loss, missed.loss));
    expect(found.measures.accuracy as tf.Scalar).toBeAllclose(1);
    expect(missed.measures.accuracy as tf.Scalar).toBeAllclose(0);
    expect(together.measures.accuracy as tf.Scalar).toBeAllclose(0.5);
    expect(found.measures.spread as tf.Scalar).toBeAllclose(0);
    const opposite = tf.concat([tf.slice(east, 0, 1), tf.slice(west, 0, 1)]) as tf.Tensor2D;
    const { measures } = one.objective({ query0: opposite }, { key1: east });
    expect(measures.spread as tf.Scalar).toBeAllclose(1 / Math.sqrt(3)); // one dimension of three
  });

  test("keep running statistics of the key network's own passes, and average parameters alone", () => {
    const method = tiny({ momentum: () => 0 });
    const own = () =>
      valuesOf(method.state.filter(({ name }) => /^key.*(mean|variance)$/.test(name)));
    const before = own();
    const views = randomViews();
    method.forward(views);
    expect(own()).toEqual(before);
    const targets = method.targets(views);
    const moved = own();
    expect(moved["key/backbone/norm/mean"]).not.toEqual(before["key/backbone/norm/mean"]);
    for (const { variable } of method.trained) variable.assign(tf.add(variable, 1));
    method.afterUpdate(START, targets);
    expect(own()).toEqual(moved);
    const { backbone, projector } = method.key;
    const copied = [...backbone.parameters, ...projector.parameters];
    expect(copied.map(({ variable }) => [...variable.dataSync()])).toEqual(
      method.trained.map(({ variable }) => [...variable.dataSync()]),
    );
  });

  test("have the newest keys at the head of the queue, of both views if symmetric", () => {
    const method = tiny({ symmetric: true, queueLength: 10 });
    const rows = (angle: number) =>
      tf.tensor2d(
        [0, 0.1, 0.2, 0.3].map((more) => [Math.cos(angle + more), Math.sin(angle + more), 0]),
      );
    const oldest = tf.slice(method.queue as tf.Tensor2D, 0, 2);
    method.afterUpdate(START, { key0: rows(0), key1: rows(1) });
    expect(method.queue).toBeAllclose(tf.concat([rows(1), rows(0), oldest]));
    method.afterUpdate(START, { key0: rows(2), key1: rows(3) });
    expect(method.queue).toBeAllclose(tf.concat([rows(3), rows(2), tf.slice(rows(1), 0, 2)]));
  });

  test("normalize queries by slices of the batch and keys by groups dealt from all of them", () => {
    const view = tf.randomUniform<tf.Rank.R4>([4, 5, 5, 3], 0, 1, "float32", 3);
    const { query0 } = tiny({ normGroups: 2 }).forward({ view0: view, view1: view });
    const { key1 } = tiny({ normGroups: 2 }).targets({ view0: view, view1: view });
    const alone = (...rows: number[]) => {
      const images = tf.gather(view, rows);
      return tiny().forward({ view0: images, view1: images }).query0;
    };
    expect(query0).toBeAllclose(tf.concat([alone(0, 1), alone(2, 3)]));
    const [even, odd] = [alone(0, 2), alone(1, 3)];
    expect(tf.gather(key1, [0, 2])).toBeAllclose(even);
    expect(tf.gather(key1, [1, 3])).toBeAllclose(odd);
    expect(key1).not.toBeAllclose(query0, 1e-3);
  });

  test("learn to find keys in a queue that is full of them", () => {
    const [backbone, projector] = [linear(27, 8, 1), linear(8, 3, 2)];
    const method = tiny({ backbone, projector, queueLength: 64 });
    const optimizer = sgd({ momentum: 0.9 });
    optimizer.initialize(method.trained);
    const losses = Array.from({ length: 100 }, (_, k) => {
      const colours = tf.randomNormal<tf.Rank.R4>([16, 1, 1, 3], 0, 1, "float32", k + 1);
      const [view0, view1] = [1, 2].map((i) =>
        tf.add(colours, tf.randomNormal([16, 3, 3, 3], 0, 0.5, "float32", 1000 * k + i)),
      ) as [tf.Tensor4D, tf.Tensor4D];
      return step(method, { view0, view1 }, optimizer, { learningRate: 0.05, progress: START });
    });
    const mean = (from: number, to: number) =>
      losses.slice(from, to).reduce((sum, loss) => sum + loss, 0) / (to - from);
    expect(mean(90, 100)).toBeLessThan(mean(4, 14) - 0.5);
  });

  test("have names that stay", () => {
    const { trained, state } = tiny();
    expect(trained.map(({ name }) => name)).toEqual([
      "backbone/conv/kernel",
      "backbone/norm/scale",
      "backbone/norm/offset",
      "projector/layer1/kernel",
      "projector/layer1/bias",
      "projector/layer2/kernel",
      "projector/layer2/bias",
    ]);
    expect(state.map(({ name }) => name)).toEqual([
      "backbone/norm/mean",
      "backbone/norm/variance",
      ...trained.map(({ name }) => `key/${name}`),
      "key/backbone/norm/mean",
      "key/backbone/norm/variance",
      "queue",
    ]);
  });

  test("have the authors' settings where none are given", () => {
    const backbone = tinyBackbone(0);
    const defaults = { momentum: Array(5).fill(0.999), symmetric: false, normGroups: 1 };
    expect(mocoV1({ backbone, dimension: 1 }).settings).toEqual({
      ...defaults,
      dimension: 1,
      queueLength: 65536,
      temperature: 0.07,
    });
    const v2 = mocoV2({ backbone, queueLength: 2 });
    expect(v2.settings).toEqual({
      ...defaults,
      dimension: 128,
      queueLength: 2,
      temperature: 0.2,
    });
    expect(v2.queue.shape).toEqual([2, 128]);
    expect([mocoV1({ backbone, ...TINY }).name, v2.name]).toEqual(["moco-v1", "moco-v2"]);
  });

  test("name what is wrong", () => {
    const backbone = tinyBackbone(0);
    const { featureCount: _, ...unknown } = backbone;
    expect(() => tiny({ temperature: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: mocoV2: temperature must be positive and finite; got 0.]`,
    );
    expect(() => tiny({ temperature: Number.NaN })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: mocoV2: temperature must be positive and finite; got NaN.]`,
    );
    expect(() => tiny({ queueLength: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: mocoV2: queueLength must be an integer ≥ 1; got 0.]`,
    );
    expect(() => tiny({ dimension: 2.5 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: mocoV2: dimension must be an integer ≥ 1; got 2.5.]`,
    );
    expect(() => tiny({ normGroups: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: mocoV2: normGroups must be an integer ≥ 1; got 0.]`,
    );
    expect(() => tiny({ seed: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: randomStream: seed must be an integer in [0, 2^32); got -1.]`,
    );
    expect(() => mocoV1({ ...TINY, backbone: unknown })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: mocoV1: projector must be given for a backbone without featureCount; got none.]`,
    );

    const views = randomViews();
    const three = tiny({ normGroups: 3 });
    expect(() => three.forward(views)).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: mocoV2: normGroups must divide the images of a batch; got 3 groups for 4 images.]`,
    );
    expect(() => three.targets(views)).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: mocoV2: normGroups must divide the images of a batch; got 3 groups for 4 images.]`,
    );
    const { projector } = tiny().key; // to 3
    const wide = tiny({ projector, dimension: 128 });
    expect(() => wide.forward(views)).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: mocoV2: dimension must be what the projector gives, 3; got 128.]`,
    );
    expect(() => wide.targets(views)).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: mocoV2: dimension must be what the projector gives, 3; got 128.]`,
    );
    const far = tiny({ momentum: () => 1.5 });
    expect(() => far.afterUpdate(START, far.targets(views))).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: updateEma: momentum must be in [0, 1]; got 1.5.]`,
    );
  });
});
