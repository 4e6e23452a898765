import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { disposeNetwork } from "./compose.ts";
import { defineNetwork } from "./define-network.ts";
import { constant, heNormal } from "./initializers.ts";
import type { Network } from "./network.ts";
import { stacked } from "./stacked.ts";

/** Flattens, multiplies, and in training counts its calls in a statistic. */
function layer(inputs: number, outputs: number, seed: number): Network<tf.Tensor, tf.Tensor2D> {
  return defineNetwork(
    (variables) => {
      const kernel = variables.kernel("kernel", [inputs, outputs], heNormal("in"));
      const calls = variables.statistic("calls", [], constant(0));
      return {
        apply(x: tf.Tensor, mode) {
          if (mode === "train") tf.tidy(() => calls.assign(tf.add(calls, 1)));
          return tf.tidy(() => tf.matMul<tf.Tensor2D>(tf.reshape(x, [-1, inputs]), kernel));
        },
      };
    },
    { seed },
  );
}

const images = tf.randomUniform<tf.Rank.R4>([5, 2, 2, 3], 0, 1, "float32", 0);

test("is the projector of the backbone, in the mode that is asked for", () => {
  const [backbone, projector] = [layer(12, 4, 0), layer(4, 3, 1)];
  const both = stacked({ backbone, projector });
  const expected = projector.apply(backbone.apply(images, "evaluate"), "evaluate");
  expect(both.apply(images, "train")).toBeAllclose(expected);
  expect(both.statistics.map(({ name, variable }) => [name, variable.dataSync()[0]])).toEqual([
    ["backbone/calls", 1],
    ["projector/calls", 1],
  ]);
  expect(both.parameters.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    "backbone/kernel kernel",
    "projector/kernel kernel",
  ]);
  expect(both.parameters[0]?.variable).toBe(backbone.parameters[0]?.variable); // not a copy
});

test("a clone has equal variables of its own, and frees no others", () => {
  const both = stacked({ backbone: layer(12, 4, 0), projector: layer(4, 3, 1) });
  const copy = both.clone();
  expect(copy.apply(images, "evaluate")).toBeAllclose(both.apply(images, "evaluate"));
  disposeNetwork(copy);
  expect(copy.backbone.parameters[0]?.variable.isDisposed).toBe(true);
  expect(both.parameters.some(({ variable }) => variable.isDisposed)).toBe(false);
});
