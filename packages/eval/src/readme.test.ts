import * as tf from "@tensorflow/tfjs";
import { defineNetwork, heNormal, randomStream } from "@unlabeled/core";
import {
  center,
  extractFeatures,
  fewLabelAccuracy,
  knnAccuracy,
  logisticProbe,
  rawPixels,
  reportHtml,
} from "@unlabeled/eval";
import { expect, test } from "vitest";

// Pictures of two classes, brighter above or brighter below; `evaluationBatches` of @unlabeled/data reads yours.
async function* pictures(purpose: string, count: number) {
  for (let index = 0; index < count; index++) {
    const random = randomStream({ seed: 0, purpose, sample: index });
    const label = index % 2;
    const pixels = Float32Array.from({ length: 8 * 8 * 3 }, (_, i) =>
      Number(i < 96) === label ? random.uniform(0.3, 1) : random.uniform(0, 0.7),
    );
    yield {
      images: tf.tensor4d(pixels, [1, 8, 8, 3]),
      labels: Int32Array.of(label),
      indices: Int32Array.of(index),
    };
  }
}

test("the README's program runs", async () => {
  // Any network from images to rows; `resnet18` of @unlabeled/backbones is one.
  const untrained = defineNetwork(
    (variables) => {
      const kernel = variables.kernel(
        "kernel",
        [192, 16],
        heNormal("in"),
      ) as tf.Tensor as tf.Tensor2D;
      return {
        apply(images: tf.Tensor4D): tf.Tensor2D {
          const rows: tf.Tensor2D = tf.reshape(images, [-1, 192]);
          const features: tf.Tensor2D = tf.matMul(rows, kernel);
          return tf.relu(features);
        },
      };
    },
    { seed: 0 },
  );

  const pixels = center(
    await rawPixels(pictures("train", 200)),
    await rawPixels(pictures("test", 50)),
  );
  const features = {
    train: await extractFeatures(untrained, pictures("train", 200)),
    test: await extractFeatures(untrained, pictures("test", 50)),
  };

  const rows = [];
  for (const [name, { train, test }] of Object.entries({ pixels, features })) {
    rows.push({
      name,
      linear: await logisticProbe(train, test), // all labels
      fewLabels: await fewLabelAccuracy(train, test, { labelsPerClass: 10 }), // mean of 10 draws
      knn: await knnAccuracy(train, test, { k: 20, temperature: 0.07 }),
    });
  }
  const html = await reportHtml({
    title: "Above or below",
    facts: [{ name: "Engine", value: rows[0]?.knn.engine ?? "" }],
    command: "node probe.js",
    loss: [],
    rows,
    next: [],
  });
  expect(rows.map(({ name }) => name)).toEqual(["pixels", "features"]);
  for (const { linear, fewLabels, knn } of rows) {
    for (const { accuracy } of [linear, fewLabels, knn]) expect(accuracy).toBeGreaterThan(0.8);
    expect(linear.protocol.converged).toBe(true);
  }
  expect(html).toContain("Above or below");
});
