import * as tf from "@tensorflow/tfjs";
import {
  byolPredictor,
  byolProjector,
  efficientnetB0,
  fromLayersModel,
  resnet,
  resnet18,
} from "@unlabeled/backbones";
import { expect, test } from "vitest";

test("the README's example runs", () => {
  const logged: unknown[] = [];
  const console = { log: (...values: unknown[]) => logged.push(...values) };
  // biome-ignore format: as in the README
  {
    const backbone = resnet18({ stem: "small", width: 4, seed: 0 }); // "imagenet" and width 64 for large images
    const projector = byolProjector({
      inputs: backbone.featureCount,
      hidden: 128,
      outputs: 32,
      seed: 1,
    });
    const predictor = byolPredictor({ inputs: 32, hidden: 128, outputs: 32, seed: 2 });

    const images: tf.Tensor4D = tf.randomUniform([4, 16, 16, 3]); // in [0, 1]
    const features = backbone.apply(images, "evaluate"); // [4, 32]
    const maps = backbone.stages(images, "evaluate"); // [4, 16, 16, 4], [4, 8, 8, 8], [4, 4, 4, 16], [4, 2, 2, 32]

    const { value, grads } = tf.variableGrads(
      () =>
        tf.mean(
          tf.square(
            predictor.apply(projector.apply(backbone.apply(images, "train"), "train"), "train"),
          ),
        ),
      [...backbone.parameters, ...projector.parameters, ...predictor.parameters].map(
        ({ variable }) => variable,
      ),
    );
    const target = backbone.clone(); // equal, with variables of its own

    const resnet10 = resnet({
      blocks: [1, 1, 1, 1],
      block: "basic",
      stem: "small",
      width: 16,
      seed: 0,
    });
    const b0 = efficientnetB0({ stem: "imagenet", seed: 0 });
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({
          name: "conv1",
          inputShape: [32, 32, 3],
          filters: 8,
          kernelSize: 3,
          strides: 2,
        }),
        tf.layers.batchNormalization({ name: "norm1" }),
        tf.layers.reLU({ name: "relu1" }),
      ],
    });
    const mine = fromLayersModel(model); // a backbone like the others: its features are the mean of its last map
    console.log(features.shape, maps.length, value.dataSync(), Object.keys(grads).length);
    console.log(target.featureCount, resnet10.featureCount); // 32 128
    console.log(b0.featureCount, mine.featureCount); // 1280 8
  }
  expect(logged).toEqual([[4, 32], 4, expect.any(Float32Array), 70, 32, 128, 1280, 8]);
});
