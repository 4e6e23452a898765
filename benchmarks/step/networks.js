import * as tf from "@tensorflow/tfjs";
import {
  byolPredictor,
  byolProjector,
  efficientnetB0,
  linearClassifier,
  resnet18,
  resnet50,
} from "@unlabeled/backbones";
import { normal, prefixed, softmaxCrossEntropy } from "@unlabeled/core";
import { byolLoss } from "@unlabeled/losses";

const BACKBONES = {
  "resnet18-cifar": () => resnet18({ stem: "small", normalize: false, seed: 0 }),
  "resnet50-imagenet": () => resnet50({ stem: "imagenet", normalize: false, seed: 0 }),
  "efficientnet-b0": () => efficientnetB0({ stem: "imagenet", normalize: false, seed: 0 }),
};

/** A network with a batch that it is trained on: its parameters and a function that returns the loss. */
export function trainee({ network, ...task }) {
  return network === "byol-head" ? byolHead(task) : classifier(BACKBONES[network](), task);
}

function classifier(backbone, { batch, size, classes }) {
  const head = linearClassifier({
    inputs: backbone.featureCount,
    classes,
    seed: 1,
    initializer: normal(0.01),
  });
  const images = tf.randomUniform([batch, size, size, 3], 0, 1, "float32", 1);
  const classOf = Array.from({ length: batch }, (_, i) => i % classes);
  const labels = tf.tidy(() => tf.oneHot(tf.tensor1d(classOf, "int32"), classes));
  return {
    parameters: [...backbone.parameters, ...prefixed("head", head.parameters)],
    loss: () =>
      tf.tidy(() =>
        softmaxCrossEntropy(head.apply(backbone.apply(images, "train"), "train"), labels),
      ),
  };
}

/** Projector and predictor behind a ResNet-50, and the loss of one direction. */
function byolHead({ batch }) {
  const projector = byolProjector({ inputs: 2048, seed: 0 });
  const predictor = byolPredictor({ inputs: 256, seed: 1 });
  const features = tf.randomNormal([batch, 2048], 0, 1, "float32", 1);
  const target = tf.randomNormal([batch, 256], 0, 1, "float32", 2);
  return {
    parameters: [
      ...prefixed("projector", projector.parameters),
      ...prefixed("predictor", predictor.parameters),
    ],
    loss: () =>
      tf.tidy(() => byolLoss(predictor.apply(projector.apply(features, "train"), "train"), target)),
  };
}
