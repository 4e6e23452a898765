import { testNetwork } from "@repo/vitest/network-contract";
import * as tf from "@tensorflow/tfjs";
import type { Head } from "@unlabeled/core";
import { describe, expect, test } from "vitest";
import { v1Projector, v2Projector } from "./queue-heads.ts";
import { v3Heads } from "./v3-heads.ts";

const rows = (): tf.Tensor2D => tf.randomNormal([5, 4], 0, 1, "float32", 8);

const shapes = ({ parameters }: Head) =>
  Object.fromEntries(parameters.map(({ name, variable }) => [name, variable.shape]));

const get = ({ parameters }: Head, name: string): tf.Tensor =>
  parameters.find((parameter) => parameter.name === name)?.variable as tf.Variable;

const layer = (x: tf.Tensor2D, head: Head, name: string): tf.Tensor2D =>
  tf.matMul(x, get(head, `${name}/kernel`) as tf.Tensor2D);

const normalized = (x: tf.Tensor2D): tf.Tensor2D => {
  const { mean, variance } = tf.moments(x, 0);
  return tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-5)));
};

/** All parameters moved, so that biases, factors and offsets matter. */
function withNoise(head: Head): Head {
  head.parameters.forEach(({ variable }, i) => {
    variable.assign(tf.add(variable, tf.randomNormal(variable.shape, 0, 0.1, "float32", i + 1)));
  });
  return head;
}

describe("v1Projector", () => {
  const make = (seed: number) => v1Projector({ inputs: 4, outputs: 3, seed });
  testNetwork(make, { input: rows });

  test("is one linear layer with bias", () => {
    const head = withNoise(make(1));
    expect(shapes(head)).toEqual({ "layer1/kernel": [4, 3], "layer1/bias": [3] });
    const expected = tf.add(layer(rows(), head, "layer1"), get(head, "layer1/bias"));
    expect(head.apply(rows(), "train")).toBeAllclose(expected);
  });
});

describe("v2Projector", () => {
  const make = (seed: number) => v2Projector({ inputs: 4, outputs: 3, seed });
  testNetwork(make, { input: rows });

  test("is linear, ReLU, linear with biases, as wide inside as what comes in", () => {
    const head = withNoise(make(1));
    expect(shapes(head)).toEqual({
      "layer1/kernel": [4, 4],
      "layer1/bias": [4],
      "layer2/kernel": [4, 3],
      "layer2/bias": [3],
    });
    const hidden = tf.relu(tf.add(layer(rows(), head, "layer1"), get(head, "layer1/bias")));
    const expected = tf.add(layer(hidden as tf.Tensor2D, head, "layer2"), get(head, "layer2/bias"));
    expect(head.apply(rows(), "train")).toBeAllclose(expected);
  });

  test("begins as PyTorch's layers: kernels and biases uniform within 1 / √inputs", () => {
    const head = v2Projector({ inputs: 64, outputs: 128, seed: 0 });
    for (const name of ["layer1/kernel", "layer1/bias", "layer2/kernel", "layer2/bias"]) {
      const values = get(head, name);
      const bound = 1 / 8;
      expect(tf.max(tf.abs(values)).arraySync(), name).toBeLessThanOrEqual(bound);
      const { mean, variance } = tf.moments(values);
      const deviation = bound / Math.sqrt(3);
      expect(mean, name).toBeAllclose(0, (4 * deviation) / Math.sqrt(values.size));
      expect(tf.sqrt(variance), name).toBeAllclose(deviation, 0.2 * deviation);
    }
  });
});

describe("v3Heads", () => {
  const make = (seed: number) =>
    v3Heads({ featureCount: 4 }, {}, { hidden: 6, dimension: 3, seed });
  describe("projector", () => testNetwork((seed) => make(seed).projector, { input: rows }));
  describe("predictor", () => {
    testNetwork((seed) => make(seed).predictor, { input: () => tf.slice(rows(), 0, [5, 3]) });
  });

  test("are two layers without bias; norms behind all but the predictor's last, whose is bare", () => {
    const { projector, predictor } = make(1);
    const hidden = {
      "layer1/norm/scale": [6],
      "layer1/norm/offset": [6],
    };
    expect(shapes(projector)).toEqual({
      "layer1/kernel": [4, 6],
      ...hidden,
      "layer2/kernel": [6, 3],
    });
    expect(shapes(predictor)).toEqual({
      "layer1/kernel": [3, 6],
      ...hidden,
      "layer2/kernel": [6, 3],
    });
    const layers = (x: tf.Tensor2D, head: Head): tf.Tensor2D => {
      const first = normalized(layer(x, head, "layer1"));
      const scaled = tf.add(
        tf.mul(first, get(head, "layer1/norm/scale")),
        get(head, "layer1/norm/offset"),
      );
      return layer(tf.relu(scaled) as tf.Tensor2D, head, "layer2");
    };
    withNoise(projector);
    withNoise(predictor);
    const z = normalized(layers(rows(), projector));
    expect(projector.apply(rows(), "train")).toBeAllclose(z, 1e-4);
    expect(predictor.apply(z, "train")).toBeAllclose(layers(z, predictor), 1e-4);
  });

  test("have the paper's sizes, and begin unlike each other", () => {
    const sizes = { hidden: 4096, dimension: 256, seed: 0 };
    const { projector, predictor } = v3Heads({ featureCount: 256 }, {}, sizes);
    expect(shapes(projector)).toEqual(shapes(predictor));
    const [a, b] = [projector, predictor].map((head) => get(head, "layer1/kernel"));
    expect(a as tf.Tensor).not.toBeAllclose(b as tf.Tensor, 1e-3);
  });
});
