import { assignValues, expectValues, step, testMethod, tinyBackbone } from "@repo/method-contract";
import * as tf from "@tensorflow/tfjs";
import {
  cosineMomentum,
  defineNetwork,
  lars,
  type Network,
  normal,
  type Progress,
  sgd,
} from "@unlabeled/core";
import { describe, expect, test } from "vitest";
import lightly from "../fixtures/lightly-steps.json" with { type: "json" };
import { tinyHead } from "../fixtures/networks.ts";
import reference from "../fixtures/reference-steps.json" with { type: "json" };
import { byol } from "./byol.ts";

const START: Progress = { step: 0, totalSteps: 10, stepsPerEpoch: 10 };

const networks = ({ lastBias = false } = {}) => ({
  backbone: tinyBackbone(0),
  projector: tinyHead(4, 1, lastBias),
  predictor: tinyHead(5, 2, lastBias),
});

function randomViews(seed = 0) {
  const images = tf.randomUniform<tf.Rank.R4>([6, 5, 5, 3], 0, 1, "float32", seed);
  return { view0: tf.mul<tf.Tensor4D>(images, 0.8), view1: tf.square<tf.Tensor4D>(images) };
}

const fixtureViews = (k: number) => {
  const [view0, view1] = (reference.views[k] as number[][]).map((values) =>
    tf.tensor4d(values, [6, 5, 5, 3]),
  ) as [tf.Tensor4D, tf.Tensor4D];
  return { view0, view1 };
};

const values = ({ parameters }: Network<never>) =>
  parameters.map(({ variable }) => [...variable.dataSync()]);

testMethod(() => byol(networks()), { batch: randomViews });

describe("byol, beside PyTorch", () => {
  test("takes three steps of the paper's algorithm: losses, both networks, all statistics", () => {
    const { settings, initial } = reference;
    const { backbone, projector, predictor } = networks();
    assignValues(backbone, initial.backbone);
    assignValues(projector, initial.projector);
    assignValues(predictor, initial.predictor);
    const momentum = cosineMomentum({ base: settings.momentumBase });
    const method = byol({ backbone, projector, predictor, momentum });
    const { weightDecay, trustCoefficient, learningRate, totalSteps } = settings;
    const optimizer = lars({ form: "byol", weightDecay, trustCoefficient });
    optimizer.initialize(method.trained);
    const losses = reference.views.map((_, k) =>
      step(method, fixtureViews(k), optimizer, {
        learningRate,
        progress: { step: k, totalSteps, stepsPerEpoch: 1 },
      }),
    );
    expect(tf.tensor(losses)).toBeAllclose(reference.losses, 1e-4);
    // float32 here, float64 there
    expectValues(backbone, reference.online.backbone, 1e-4);
    expectValues(projector, reference.online.projector, 1e-4);
    expectValues(predictor, reference.online.predictor, 1e-4);
    expectValues(method.target.backbone, reference.target.backbone, 1e-4);
    expectValues(method.target.projector, reference.target.projector, 1e-4);
  });

  test("has the losses of lightly's BYOL over three steps, on its scale", () => {
    const { settings, initial } = lightly;
    const { backbone, projector, predictor } = networks({ lastBias: true });
    assignValues(backbone, initial.backbone);
    assignValues(projector, initial.projector);
    assignValues(predictor, initial.predictor);
    const method = byol({ backbone, projector, predictor, momentum: () => settings.momentum });
    const optimizer = sgd();
    optimizer.initialize(method.trained);
    const losses = lightly.losses.map((_, k) =>
      // lightly's loss is −(cos + cos) / 2, the paper's 4 − 2 (cos + cos): four times the gradient
      step(method, fixtureViews(k), optimizer, {
        learningRate: settings.learningRate / 4,
        progress: START,
      }),
    );
    expect(tf.tensor(losses)).toBeAllclose(lightly.losses.map((loss) => 4 + 4 * loss));
    expectValues({ ...backbone, statistics: [] }, lightly.online.backbone, 1e-4);
    expectValues({ ...predictor, statistics: [] }, lightly.online.predictor, 1e-4);
  });
});

describe("byol", () => {
  test("compares each prediction with the target's projection of the other view", () => {
    const method = byol(networks());
    const rows = (...z: number[][]) => tf.tensor2d(z);
    const [east, north] = [rows([1, 0], [1, 0]), rows([0, 1], [0, 1])];
    const projections = { projection0: east, projection1: north };
    const crossed = { prediction0: east, prediction1: north, ...projections };
    const { loss } = method.objective(crossed, { target0: north, target1: east });
    expect(loss).toBeAllclose(0);
    expect(method.objective(crossed, { target0: east, target1: north }).loss).toBeAllclose(4);
    const away = { target0: tf.neg<tf.Tensor2D>(north), target1: tf.neg<tf.Tensor2D>(east) };
    expect(method.objective(crossed, away).loss).toBeAllclose(8);
  });

  test("measures the cosine to the target and the spread of the online projections", () => {
    const method = byol(networks());
    const z = tf.tensor2d([
      [1, 0],
      [0, 1],
    ]);
    const outputs = { prediction0: z, prediction1: z, projection0: z, projection1: z };
    const { measures } = method.objective(outputs, { target0: z, target1: tf.reverse(z, 0) });
    expect(measures.cosine as tf.Scalar).toBeAllclose(0.5); // one direction 1, the other 0
    expect(measures.spread as tf.Scalar).toBeAllclose(0.5 * Math.SQRT2);
    const one = tf.tensor2d([
      [1, 2],
      [2, 4],
    ]);
    const collapsed = { prediction0: z, prediction1: z, projection0: one, projection1: one };
    const after = method.objective(collapsed, { target0: z, target1: z }).measures;
    expect(after.spread as tf.Scalar).toBeAllclose(0, 1e-3);
  });

  test("passes each view by itself through training-mode batch norm, in both networks", () => {
    const method = byol(networks());
    const { view0, view1 } = randomViews();
    const alone = method.forward({ view0, view1: view0 });
    const together = method.forward({ view0, view1 });
    expect(together.prediction0).toBeAllclose(alone.prediction0);
    const constants = method.targets({ view0, view1 });
    expect(constants.target0).toBeAllclose(alone.projection0); // a copy, as it begins
    expect(constants.target1).toBeAllclose(together.projection1);
  });

  test("keeps running statistics of the target's own passes, never the online ones", () => {
    const method = byol(networks());
    const statistic = (name: string) => [
      ...(method.state.find((entry) => entry.name === name)?.variable.dataSync() ?? []),
    ];
    const views = randomViews();
    tf.dispose(method.forward(views));
    expect(statistic("target/backbone/norm/mean")).toEqual([0, 0, 0, 0]);
    const online = statistic("backbone/norm/mean");
    expect(online).not.toEqual([0, 0, 0, 0]);
    tf.dispose(method.targets(views));
    expect(statistic("target/backbone/norm/mean")).toEqual(online); // equal weights, equal views
    method.afterUpdate(START);
    tf.dispose(method.targets(views));
    expect(statistic("target/backbone/norm/mean")).not.toEqual(online);
    expect(statistic("backbone/norm/mean")).toEqual(online);
  });

  test("trains backbone, projector and predictor, and no target", () => {
    const { backbone, projector, predictor } = networks();
    const method = byol({ backbone, projector, predictor, momentum: () => 1 });
    const all = [backbone, projector, predictor, method.target.backbone, method.target.projector];
    const before = all.map(values);
    const optimizer = sgd();
    optimizer.initialize(method.trained);
    step(method, randomViews(), optimizer, { learningRate: 0.5, progress: START });
    const changed = all.map(
      (network, i) => JSON.stringify(values(network)) !== JSON.stringify(before[i]),
    );
    expect(changed).toEqual([true, true, true, false, false]);
  });

  test("moves the target to the online parameters as they are after the update", () => {
    const { backbone, projector, predictor } = networks();
    const method = byol({ backbone, projector, predictor, momentum: () => 0 });
    const optimizer = sgd();
    optimizer.initialize(method.trained);
    const before = values(backbone);
    step(method, randomViews(), optimizer, { learningRate: 0.5, progress: START });
    expect(values(backbone)).not.toEqual(before);
    expect(values(method.target.backbone)).toEqual(values(backbone));
    expect(values(method.target.projector)).toEqual(values(projector));
  });

  test("raises the momentum from 0.996 to 1 over the run", () => {
    expect(byol(networks()).settings).toEqual({
      momentum: [
        0.996,
        expect.closeTo(0.99658579, 8),
        0.998,
        expect.closeTo(0.99941421, 8),
        expect.closeTo(1, 5),
      ],
    });
  });

  test("lowers the loss without collapse", () => {
    const method = byol({ ...networks(), momentum: () => 0.9 });
    const optimizer = sgd({ momentum: 0.9 });
    optimizer.initialize(method.trained);
    const views = randomViews();
    const losses = Array.from({ length: 40 }, () =>
      step(method, views, optimizer, { learningRate: 0.05, progress: START }),
    );
    expect(losses.at(-1)).toBeLessThan((losses[0] as number) / 2);
    const outputs = method.forward(views);
    const { measures } = method.objective(outputs, method.targets(views));
    expect((measures.spread as tf.Scalar).arraySync()).toBeGreaterThan(0.3);
  });

  test("names what it trains and keeps by role", () => {
    const method = byol(networks());
    const names = [...method.trained, ...method.state].map(({ name }) => name);
    expect(new Set(method.trained.map(({ name }) => name.split("/")[0]))).toEqual(
      new Set(["backbone", "projector", "predictor"]),
    );
    expect(names).toContain("target/projector/dense1/kernel");
    expect(names).toContain("target/projector/norm/variance");
    expect(names).toContain("predictor/norm/mean");
  });

  test("starts from a target of the caller's where one is given", () => {
    const other = { backbone: tinyBackbone(7), projector: tinyHead(4, 8) };
    expect(byol({ ...networks(), target: other }).target).toMatchObject(other);
  });

  test("names what is wrong", () => {
    const { backbone, projector, predictor } = networks();
    const head = tinyHead(5);
    expect(() =>
      byol({ backbone, projector: head, predictor: head }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: byol: predictor must be a network of its own; got the projector. Make or clone a second one.]`,
    );
    const target = { backbone: tinyBackbone(), projector: tinyHead(3) };
    expect(() =>
      byol({ backbone, projector, predictor, target }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: byol: target must have the parameters of backbone and projector; got no projector/dense0/kernel [4,8], also projector/dense0/kernel [3,8].]`,
    );
  });
});

test("has the paper's heads for a backbone that says how many features it has", () => {
  const small = defineNetwork(
    (variables) => {
      const kernel = variables.kernel("kernel", [12, 3], normal(1)) as tf.Tensor as tf.Tensor2D;
      return {
        featureCount: 3,
        apply: (x: tf.Tensor4D): tf.Tensor2D => tf.matMul(tf.reshape(x, [-1, 12]), kernel),
      };
    },
    { seed: 0 },
  );
  const shapes = new Map(
    byol({ backbone: small }).trained.map(({ name, variable }) => [name, variable.shape]),
  );
  expect(shapes.get("projector/layer1/kernel")).toEqual([3, 4096]);
  expect(shapes.get("projector/layer1/bias")).toEqual([4096]);
  expect(shapes.get("projector/layer2/kernel")).toEqual([4096, 256]);
  expect(shapes.has("projector/layer2/bias")).toBe(false);
  expect(shapes.get("predictor/layer1/kernel")).toEqual([256, 4096]);
  const { featureCount: _, ...unknown } = small;
  expect(() => byol({ backbone: unknown })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: byol: projector must be given for a backbone without featureCount; got none.]`,
  );
});
