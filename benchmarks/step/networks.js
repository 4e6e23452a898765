import * as tf from "@tensorflow/tfjs";
import {
  byolPredictor,
  byolProjector,
  efficientnetB0,
  linearClassifier,
  resnet18,
  resnet50,
  simclrProjector,
} from "@unlabeled/backbones";
import { normal, prefixed, softmaxCrossEntropy } from "@unlabeled/core";
import { byolLoss } from "@unlabeled/losses";
import { simclr } from "@unlabeled/simclr-distill";

const BACKBONES = {
  "resnet18-cifar": () => resnet18({ stem: "small", normalize: false, seed: 0 }),
  "resnet50-imagenet": () => resnet50({ stem: "imagenet", normalize: false, seed: 0 }),
  "efficientnet-b0": () => efficientnetB0({ stem: "imagenet", normalize: false, seed: 0 }),
};

/** A network with a batch that it is trained on: its parameters and a function that returns the loss. */
export function trainee({ network, ...task }) {
  if (network === "byol-head") return byolHead(task);
  return network === "simclr-w16" ? simclrNarrow(task) : classifier(BACKBONES[network](), task);
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

/** What ../pretrain trains, on two views of `batch` pictures. */
function simclrNarrow({ batch, size }) {
  const backbone = resnet18({ stem: "small", width: 16, normalize: false, seed: 0 });
  const inputs = backbone.featureCount;
  const projector = simclrProjector({ inputs, hidden: inputs, outputs: 128, layers: 2, seed: 0 });
  const method = simclr({ backbone, projector, temperature: 0.5 });
  const [view0, view1] = [1, 2].map((seed) =>
    tf.randomUniform([batch, size, size, 3], 0, 1, "float32", seed),
  );
  return {
    parameters: method.trained,
    loss: () => tf.tidy(() => method.objective(method.forward({ view0, view1 }), {}).loss),
  };
}
