import { assignValues, expectValues, step, testMethod, tinyBackbone } from "@repo/method-contract";
import * as tf from "@tensorflow/tfjs";
import { type Progress, sgd } from "@unlabeled/core";
import { expect, test } from "vitest";
import lightly from "../fixtures/lightly-steps.json" with { type: "json" };
import { tinyProjector } from "../fixtures/networks.ts";
import { simclr } from "./simclr.ts";

const START: Progress = { step: 0, totalSteps: 10, stepsPerEpoch: 10 };

const networks = () => ({ backbone: tinyBackbone(0), projector: tinyProjector(1) });

function randomViews(seed = 0) {
  const images = tf.randomUniform<tf.Rank.R4>([6, 5, 5, 3], 0, 1, "float32", seed);
  return { view0: tf.mul<tf.Tensor4D>(images, 0.8), view1: tf.square<tf.Tensor4D>(images) };
}

const fixtureViews = (k: number) => {
  const [view0, view1] = (lightly.views[k] as number[][]).map((values) =>
    tf.tensor4d(values, [6, 5, 5, 3]),
  ) as [tf.Tensor4D, tf.Tensor4D];
  return { view0, view1 };
};

testMethod(() => simclr(networks()), { batch: randomViews });

/** Algorithm 1 of the paper, loop by loop, on plain numbers. */
function reference(z0: number[][], z1: number[][], temperature: number): number {
  const z = z0.flatMap((row, i) => [row, z1[i] as number[]]); // pairs are neighbours, as in the paper
  const dot = (a: number[], b: number[]) => a.reduce((sum, x, d) => sum + x * (b[d] as number), 0);
  const s = z.map((a) => z.map((b) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))));
  const l = (i: number, j: number) => {
    const row = (s[i] as number[]).map((x) => Math.exp(x / temperature));
    const others = row.reduce((sum, x, k) => (k === i ? sum : sum + x), 0);
    return -Math.log((row[j] as number) / others);
  };
  let total = 0;
  for (let k = 0; k < z.length; k += 2) total += l(k, k + 1) + l(k + 1, k);
  return total / z.length;
}

test("equals three steps with lightly's loss in PyTorch: losses, networks, statistics", () => {
  const { backbone, projector } = networks();
  assignValues(backbone, lightly.initial.backbone);
  assignValues(projector, lightly.initial.projector);
  const { learningRate, momentum, temperature } = lightly.settings;
  const method = simclr({ backbone, projector, temperature });
  const optimizer = sgd({ momentum });
  optimizer.initialize(method.trained);
  const losses = lightly.losses.map((_, k) =>
    step(method, fixtureViews(k), optimizer, { learningRate, progress: START }),
  );
  expect(tf.tensor(losses)).toBeAllclose(lightly.losses, 1e-4);
  expectValues(backbone, lightly.trained.backbone, 1e-4); // float32 here, float64 there
  expectValues(projector, lightly.trained.projector, 1e-4);
});

test.for([0.1, 0.5, 1])("has the loss of algorithm 1 at temperature %d", (temperature) => {
  const method = simclr({ ...networks(), temperature });
  const outputs = method.forward(randomViews());
  const expected = reference(outputs.z0.arraySync(), outputs.z1.arraySync(), temperature);
  expect(method.objective(outputs, {}).loss).toBeAllclose(expected);
});

test("passes both views through the networks as one batch, first views first", () => {
  const { backbone, projector } = networks();
  const method = simclr({ backbone, projector });
  const { view0, view1 } = randomViews();
  const { z0, z1 } = method.forward({ view0, view1 });
  const z = projector.apply(backbone.apply(tf.concat([view0, view1]), "train"), "train");
  expect(tf.concat([z0, z1])).toBeAllclose(z);
  expect(method.forward({ view0, view1: view0 }).z0).not.toBeAllclose(z0, 1e-2); // joint statistics
});

test("measures how often a view finds its other one, and the spread", () => {
  const method = simclr(networks());
  const z0 = tf.tensor2d([
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
  ]);
  const z1 = tf.tensor2d([
    [1, 0.1],
    [0, 1],
    [0.9, 0.5],
    [0, -1],
  ]); // the third finds another one's
  const { measures } = method.objective({ z0, z1 }, {});
  expect(measures.accuracy as tf.Scalar).toBeAllclose(0.75);
  const one = tf.ones<tf.Rank.R2>([4, 2]);
  const collapsed = method.objective({ z0: one, z1: one }, {});
  expect(collapsed.measures.spread as tf.Scalar).toBeAllclose(0, 1e-3);
  expect(collapsed.loss).toBeAllclose(Math.log(7)); // log(2N − 1)
});

test("trains backbone and projector, both from both views, and keeps their statistics", () => {
  const { backbone, projector } = networks();
  const method = simclr({ backbone, projector });
  const values = () => method.trained.map(({ variable }) => [...variable.dataSync()].join());
  const before = values();
  const optimizer = sgd();
  optimizer.initialize(method.trained);
  step(method, randomViews(), optimizer, { learningRate: 0.5, progress: START });
  const changed = values().map((value, i) => value !== before[i]);
  expect(changed.every(Boolean)).toBe(true);
  expect(method.state.map(({ name }) => name)).toEqual([
    "backbone/norm/mean",
    "backbone/norm/variance",
    "projector/norm0/mean",
    "projector/norm0/variance",
    "projector/norm1/mean",
    "projector/norm1/variance",
  ]);
  expect(method.targets(randomViews())).toEqual({});
});

test("lowers the loss", () => {
  const method = simclr(networks());
  const optimizer = sgd({ momentum: 0.9 });
  optimizer.initialize(method.trained);
  const views = randomViews();
  const losses = Array.from({ length: 30 }, () =>
    step(method, views, optimizer, { learningRate: 0.1, progress: START }),
  );
  expect(losses.at(-1)).toBeLessThan((losses[0] as number) - 0.5);
});

test("names what is wrong", () => {
  expect(() => simclr({ ...networks(), temperature: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: simclr: temperature must be positive; got 0.]`,
  );
  expect(() =>
    simclr({ ...networks(), temperature: Number.NaN }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: simclr: temperature must be positive; got NaN.]`,
  );
});

test("has the authors' projector for a backbone that says how many features it has", () => {
  const backbone = tinyBackbone(0);
  const parameters = simclr({ backbone }).trained.filter(({ name }) =>
    name.startsWith("projector"),
  );
  expect(parameters.map(({ name, variable }) => [name, variable.shape])).toEqual([
    ["projector/layer1/kernel", [4, 4]],
    ["projector/layer1/norm/scale", [4]],
    ["projector/layer1/norm/offset", [4]],
    ["projector/layer2/kernel", [4, 128]],
    ["projector/layer2/norm/scale", [128]],
  ]);
  const { featureCount: _, ...unknown } = backbone;
  expect(() => simclr({ backbone: unknown })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: simclr: projector must be given for a backbone without featureCount; got none.]`,
  );
});
