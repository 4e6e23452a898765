import { step, testMethod, tinyBackbone } from "@repo/method-contract";
import * as tf from "@tensorflow/tfjs";
import { mlp, type Progress, sgd } from "@unlabeled/core";
import { expect, test } from "vitest";
import { classifierFromLayer } from "./classifier-from-layer.ts";
import { fineTune } from "./fine-tune.ts";

const START: Progress = { step: 0, totalSteps: 10, stepsPerEpoch: 10 };

/** Features of 4, a projector of layers of 4, 6 and 5. */
const pretrained = () => ({
  backbone: { ...tinyBackbone(0), featureCount: 4 },
  projector: mlp({ inputs: 4, hidden: [4, 6], outputs: 5, seed: 1, outputNorm: "without offset" }),
});

function batch(seed = 0) {
  const images = tf.randomUniform<tf.Rank.R4>([6, 5, 5, 3], 0, 1, "float32", seed);
  return { images, labels: tf.tensor1d([2, 0, 1, 1, 2, 0], "int32") };
}

testMethod(() => fineTune({ network: classifierFromLayer({ ...pretrained(), classes: 3 }) }), {
  batch,
});

test.for([
  [0, []],
  [1, ["layer1"]],
  [2, ["layer1", "layer2"]],
  [3, ["layer1", "layer2", "layer3"]],
] as const)("from layer %i it trains these layers of the head: %o", ([layer, layers]) => {
  const parts = pretrained();
  const network = classifierFromLayer({ ...parts, layer, classes: 3 });
  const names = network.parameters.map(({ name }) => name);
  const ofHead = names.filter((name) => name.startsWith("projector/"));
  expect(new Set(ofHead.map((name) => name.split("/")[1]))).toEqual(new Set(layers));
  expect(names.filter((name) => name.startsWith("backbone/")).length).toBe(
    parts.backbone.parameters.length,
  );
  expect(names.slice(-2)).toEqual(["classifier/layer1/kernel", "classifier/layer1/bias"]);
  expect(network.apply(batch().images, "train")).toBeAllclose(tf.zeros([6, 3]), 0); // no opinion yet
});

test("the loss is the mean cross-entropy, and accuracy counts the greatest logits", () => {
  const method = fineTune({ network: classifierFromLayer({ ...pretrained(), classes: 3 }) });
  const logits = [
    [2, 1, 0],
    [0, 3, -1],
  ];
  const labels = tf.tensor1d([0, 2], "int32");
  const { loss, measures } = method.objective({ logits: tf.tensor2d(logits) }, { labels });
  const share = (row: number[], label: number) =>
    Math.exp(row[label] as number) / row.reduce((sum, value) => sum + Math.exp(value), 0);
  const expected = -(Math.log(share([2, 1, 0], 0)) + Math.log(share([0, 3, -1], 2))) / 2;
  expect(loss).toBeAllclose(expected, 1e-6);
  expect(measures.accuracy as tf.Scalar).toBeAllclose(0.5);
});

test("all weights move, the backbone's and the head's too, and the loss falls", () => {
  const network = classifierFromLayer({ ...pretrained(), layer: 2, classes: 3 });
  const method = fineTune({ network });
  const before = network.parameters.map(({ variable }) => variable.dataSync().slice());
  const optimizer = sgd({ momentum: 0.9 });
  optimizer.initialize(method.trained);
  const losses = Array.from({ length: 30 }, () =>
    step(method, batch(), optimizer, { learningRate: 0.1, progress: START }),
  );
  expect(losses[0]).toBeCloseTo(Math.log(3), 6);
  expect(losses.at(-1)).toBeLessThan(0.5);
  network.parameters.forEach(({ name, variable }, i) => {
    expect([...variable.dataSync()], name).not.toEqual([...(before[i] as Float32Array)]);
  });
});

test("the parts are those that were given, so the backbone is the one that is fine-tuned", () => {
  const parts = pretrained();
  const network = classifierFromLayer({ ...parts, classes: 3 });
  expect(network.backbone).toBe(parts.backbone);
  expect(network.projector?.parameters[0]?.variable).toBe(parts.projector.parameters[0]?.variable);
});

test("names what is wrong", () => {
  const parts = pretrained();
  const at = (layer: number) => classifierFromLayer({ ...parts, layer, classes: 3 });
  expect(() => at(4)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: classifierFromLayer: layer must be an integer in [0, 3], the projector has 3; got 4.]`,
  );
  expect(() =>
    classifierFromLayer({ backbone: parts.backbone, layer: 1, classes: 3 }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: classifierFromLayer: layer must be an integer in [0, 0], there is no projector; got 1.]`,
  );
  const method = fineTune({ network: at(1) });
  const { images } = batch();
  const outputs = method.forward({ images, labels: tf.zeros([6], "int32") });
  expect(() =>
    method.objective(outputs, { labels: tf.tensor1d([0, 1, 3, 0, 0, 0], "int32") }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: fineTune: labels must be in [0, 3), the classes of the network; got 3.]`,
  );
});
