import { step, testMethod, tinyBackbone } from "@repo/method-contract";
import * as tf from "@tensorflow/tfjs";
import { type Head, mlp, type Network, sgd, type TwoViews } from "@unlabeled/core";
import { knnAccuracy } from "@unlabeled/eval";
import { expect, test } from "vitest";
import { type Simsiam, type SimsiamOutputs, simsiam } from "./simsiam.ts";

const CLASSES = 4;
const labelsOf = (count: number) => Array.from({ length: count }, (_, i) => i % CLASSES);

/** Pictures of four patterns, `[N, 4, 4, 3]`, each in a light of its own. */
function pictures(labels: readonly number[], seed: number): tf.Tensor4D {
  const patterns = tf.randomNormal([CLASSES, 4, 4, 3], 0, 0.5, "float32", 1);
  const light = tf.randomNormal([labels.length, 1, 1, 3], 0, 0.7, "float32", seed);
  return tf.add(tf.add(tf.gather(patterns, [...labels]), light), noise(labels.length, seed + 1));
}

const noise = (count: number, seed: number): tf.Tensor4D =>
  tf.randomNormal([count, 4, 4, 3], 0, 0.5, "float32", seed);

type SmallBackbone = Network<tf.Tensor4D, tf.Tensor2D> & { readonly featureCount: number };

/** A backbone to 16 features. */
function smallBackbone(
  network: Head = mlp({ inputs: 48, hidden: [32], outputs: 16, seed: 0 }),
): SmallBackbone {
  return {
    ...network,
    featureCount: 16,
    apply: (images, mode) => tf.tidy(() => network.apply(tf.reshape(images, [-1, 48]), mode)),
    clone: () => smallBackbone(network.clone()),
  };
}

/** Accuracy of the vote of five neighbours, by features, on pictures that were not trained on. */
async function accuracyOf(backbone: SmallBackbone): Promise<number> {
  const table = (seed: number) => {
    const features = backbone.apply(pictures(labelsOf(100), seed), "evaluate");
    const values = Float32Array.from(features.dataSync());
    return { values, count: 100, width: 16, labels: Int32Array.from(labelsOf(100)) };
  };
  return (await knnAccuracy(table(700), table(800), { k: 5 })).accuracy;
}

/** Loss and spread at the end of a short training. */
function trained(method: Simsiam, steps: number, batch: (k: number) => TwoViews) {
  const optimizer = sgd({ momentum: 0.9 });
  optimizer.initialize(method.trained);
  for (let k = 0; k < steps; k++) {
    const progress = { step: k, totalSteps: steps, stepsPerEpoch: steps };
    tf.tidy(() => step(method, batch(k), optimizer, { learningRate: 0.2, progress }));
  }
  const views = batch(steps);
  const { loss, measures } = method.objective(method.forward(views), method.targets(views));
  return { loss: loss.arraySync(), spread: (measures.spread as tf.Scalar).arraySync() };
}

testMethod(() => simsiam({ backbone: tinyBackbone(0), dimension: 8 }), {
  batch: () => {
    const images = tf.randomUniform<tf.Rank.R4>([6, 5, 5, 3], 0, 1, "float32", 0);
    return { view0: tf.mul<tf.Tensor4D>(images, 0.8), view1: tf.square<tf.Tensor4D>(images) };
  },
});

test("learns what the views of a picture have in common", async () => {
  const backbone = smallBackbone();
  const before = await accuracyOf(backbone);
  const labels = labelsOf(32);
  const { loss, spread } = trained(simsiam({ backbone, dimension: 32 }), 50, (k) => ({
    view0: pictures(labels, 10 * k + 1000),
    view1: pictures(labels, 10 * k + 1005),
  }));
  expect(before).toBeLessThan(0.8);
  expect(await accuracyOf(backbone)).toBeGreaterThan(0.9);
  expect(loss).toBeLessThan(-0.7);
  expect(spread).toBeGreaterThan(0.9);
});

test("does not predict views that have nothing in common; without its stop-gradient it collapses to do so", () => {
  const unrelated = (k: number) => ({ view0: noise(16, 2 * k + 1), view1: noise(16, 2 * k + 2) });
  const make = () => simsiam({ backbone: smallBackbone(), dimension: 8 });
  const sound = trained(make(), 50, unrelated);

  const method = make();
  const objective = (outputs: SimsiamOutputs) =>
    method.objective(outputs, { target0: outputs.z0, target1: outputs.z1 }); // not constants
  const collapsed = trained({ ...method, objective }, 50, unrelated);
  expect(sound.loss).toBeGreaterThan(-0.3);
  expect(sound.spread).toBeGreaterThan(0.9);
  expect(collapsed.loss).toBeLessThan(-0.9);
  expect(collapsed.spread).toBeLessThan(0.2);
});

test("has the paper's heads", () => {
  const { trained } = simsiam({ backbone: tinyBackbone(0), dimension: 16 });
  const shapes = Object.fromEntries(trained.map(({ name, variable }) => [name, variable.shape]));
  expect(shapes).toMatchObject({
    "projector/layer1/kernel": [4, 16],
    "projector/layer2/kernel": [16, 16],
    "projector/layer3/kernel": [16, 16],
    "projector/layer3/norm/scale": [16],
    "predictor/layer1/kernel": [16, 4],
    "predictor/layer1/norm/scale": [4],
    "predictor/layer2/kernel": [4, 16],
    "predictor/layer2/bias": [16],
  });
  expect(shapes).not.toHaveProperty("predictor/layer2/norm/scale");
});
