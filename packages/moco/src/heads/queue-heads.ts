import * as tf from "@tensorflow/tfjs";
import { defineNetwork, type Head, within } from "@unlabeled/core";
import { linearLayer } from "./linear-layer.ts";

export interface HeadSizes {
  readonly inputs: number;
  readonly outputs: number;
  readonly seed: number;
}

/** MoCo v1's head: one linear layer with bias, in place of the ResNet's classifier. */
export function v1Projector({ inputs, outputs, seed }: HeadSizes): Head {
  return defineNetwork(
    (variables) => {
      const layer1 = linearLayer(within(variables, "layer1"), inputs, outputs);
      return { apply: (x: tf.Tensor2D): tf.Tensor2D => layer1(x) };
    },
    { seed },
  );
}

/** MoCo v2's head: linear, ReLU, linear, both with bias, as wide inside as what comes in; no batch norm. */
export function v2Projector({ inputs, outputs, seed }: HeadSizes): Head {
  return defineNetwork(
    (variables) => {
      const layer1 = linearLayer(within(variables, "layer1"), inputs, inputs);
      const layer2 = linearLayer(within(variables, "layer2"), inputs, outputs);
      return {
        apply: (x: tf.Tensor2D): tf.Tensor2D => tf.tidy(() => layer2(tf.relu(layer1(x)))),
      };
    },
    { seed },
  );
}
