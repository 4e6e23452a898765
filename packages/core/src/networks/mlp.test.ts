import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { disposeNetwork } from "./compose.ts";
import { mlp } from "./mlp.ts";

const rows = (): tf.Tensor2D => tf.randomNormal([6, 4], 0, 1, "float32", 8);
const make = () => mlp({ inputs: 4, hidden: [5, 7], outputs: 3, seed: 1, outputNorm: "whole" });

/** What the first layers give, by a head that ends with the last of them: names, and so kernels, are the same. */
function first(layers: 1 | 2): tf.Tensor2D {
  const hidden = [5, 7].slice(0, layers - 1);
  const outputs = layers === 1 ? 5 : 7;
  const norm = { outputBias: false, outputNorm: "whole" } as const;
  return tf.relu(mlp({ inputs: 4, hidden, outputs, seed: 1, ...norm }).apply(rows(), "train"));
}

test("cut behind a layer it is that layer's normalized, rectified rows", () => {
  const head = make();
  expect(head.widths).toEqual([5, 7, 3]);
  expect(head.upTo(1).apply(rows(), "train")).toBeAllclose(first(1));
  expect(head.upTo(2).apply(rows(), "train")).toBeAllclose(first(2));
  expect(head.upTo(3).apply(rows(), "train")).toBeAllclose(head.apply(rows(), "train"));
});

test("the cut head has the variables of its layers, and no copies", () => {
  const head = make();
  const cut = head.upTo(2);
  expect(cut.parameters.map(({ name }) => name)).toEqual(
    head.parameters.map(({ name }) => name).filter((name) => !name.startsWith("layer3/")),
  );
  expect(cut.statistics.length).toBe(4);
  expect(cut.parameters[0]?.variable).toBe(head.parameters[0]?.variable);
});

test("a clone of a cut head has variables of its own, and leaves none of the layers that are cut off", () => {
  const cut = make().upTo(1);
  const before = tf.memory().numTensors;
  const copy = cut.clone();
  expect(tf.memory().numTensors - before).toBe(cut.parameters.length + cut.statistics.length);
  expect(copy.apply(rows(), "train")).toBeAllclose(cut.apply(rows(), "train"));
  disposeNetwork(copy);
  expect(cut.parameters.some(({ variable }) => variable.isDisposed)).toBe(false);
});

test("a head is cut only where it has a layer", () => {
  expect(() => make().upTo(0)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: upTo: layers must be an integer in [1, 3]; got 0.]`,
  );
  expect(() => make().upTo(4)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: upTo: layers must be an integer in [1, 3]; got 4.]`,
  );
});
