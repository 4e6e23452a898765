import * as tf from "@tensorflow/tfjs";
import { softmaxCrossEntropy } from "@unlabeled/core";
import { expect, test } from "vitest";
import { attackedBatch, attackedNetwork } from "../fixtures/attacked.ts";
import { classes, linear, pixels } from "../fixtures/linear-softmax.ts";
import type { Classifier } from "./attack.ts";
import { fgsm } from "./fgsm.ts";
import { pgd } from "./pgd.ts";

const attack = { epsilon: 0.1, steps: 3, randomStart: { seed: 0 } };

test.for([
  ["fgsm", fgsm],
  ["pgd", pgd],
] as const)("%s evaluates the network, leaves it as it is, and raises the loss", ([, make]) => {
  const network = attackedNetwork();
  const modes = new Set<string>();
  const watched: Classifier = {
    apply: (images, mode) => {
      modes.add(mode);
      return network.apply(images, mode);
    },
  };
  const values = () =>
    [...network.parameters, ...network.statistics].map(({ variable }) => variable.arraySync());
  const { images, labels } = attackedBatch();
  const loss = (x: tf.Tensor4D) =>
    softmaxCrossEntropy(
      network.apply(x, "evaluate"),
      tf.oneHot(tf.tensor1d(labels, "int32"), 3) as tf.Tensor2D,
    ).arraySync();
  const [before, pixels] = [values(), images.arraySync()];
  const attacked = make(watched, images, labels, attack);
  expect([...modes]).toEqual(["evaluate"]);
  expect(values()).toEqual(before);
  expect(images.arraySync()).toEqual(pixels);
  expect(loss(attacked)).toBeGreaterThan(loss(images) + 0.1);
});

test.for([
  ["fgsm", fgsm],
  ["pgd", pgd],
] as const)("%s leaves one tensor, and none if the network throws", ([, make]) => {
  const network = attackedNetwork();
  const { images, labels } = attackedBatch();
  const before = tf.memory();
  const attacked = make(network, images, labels, attack);
  expect(tf.memory().numTensors).toBe(before.numTensors + 1);
  attacked.dispose();
  expect(tf.memory().numBytes).toBe(before.numBytes);
  const broken: Classifier = {
    apply: (images) => {
      throw new Error(`broken at ${network.apply(images, "evaluate").shape}`);
    },
  };
  expect(() => make(broken, images, labels, attack)).toThrow("broken at 6,3");
  expect(tf.memory().numTensors).toBe(before.numTensors);
});

test.for([
  ["fgsm", fgsm],
  ["pgd", pgd],
] as const)("%s follows a gradient however small", ([, make]) => {
  const flat: Classifier = {
    apply: (images, mode) => tf.mul(linear.apply(images, mode), 1e-20) as tf.Tensor2D,
  };
  const attacked = make(flat, pixels, classes, { epsilon: 0.1 });
  expect(attacked).toBeAllclose(make(linear, pixels, classes, { epsilon: 0.1 }), 1e-6);
});
