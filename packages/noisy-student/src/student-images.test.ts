import * as tf from "@tensorflow/tfjs";
import { lossAndGradients, mlp, type Network, type Tensors } from "@unlabeled/core";
import { expect, test } from "vitest";
import { classifier, flat, grouped, L, N, probabilities, R } from "../fixtures/student-batch.ts";
import { noisyStudent, type PseudoLabeledImages } from "./noisy-student.ts";
import type { StudentOutputs } from "./student-step.ts";

test("images in groups have outputs and targets in groups, of the same loss", () => {
  const [one, other] = [0, 0].map((seed) =>
    noisyStudent({ student: classifier(seed), unlabeledRatio: R }),
  ) as [ReturnType<typeof noisyStudent>, ReturnType<typeof noisyStudent>];
  const outputs = other.forward(grouped());
  expect(outputs.logits.shape).toEqual([N, R, L]);
  expect(other.targets(grouped()).pseudoLabels.shape).toEqual([N, R, L]);
  const { loss } = one.objective(one.forward(flat()), one.targets(flat()));
  expect(other.objective(outputs, other.targets(grouped())).loss).toBeAllclose(loss, 0);
});

/** All rows of both parts, by name. */
function joined<T extends Tensors>(parts: readonly T[]): T {
  const names = Object.keys(parts[0] as T);
  const entries = names.map((name) => [
    name,
    tf.concat(parts.map((part) => part[name] as tf.Tensor)),
  ]);
  return Object.fromEntries(entries);
}

/** Rows [from, to) of each tensor. */
const slice = <T extends Tensors>(tensors: T, from: number, to: number): T =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, x]) => [name, tf.slice(x, from, to - from)]),
  ) as unknown as T;

/** A layer on the pixels: without batch norm, so that a chunk's rows are those of the whole batch. */
function linearStudent(): Network<tf.Tensor4D, tf.Tensor2D> {
  const layer = mlp({ inputs: 75, outputs: L, seed: 0 });
  return {
    ...layer,
    apply: (images, mode) => layer.apply(tf.reshape(images, [-1, 75]), mode),
    clone: linearStudent,
  };
}

test("in groups, gradients in chunks are those of the whole batch", () => {
  const method = noisyStudent({ student: linearStudent(), unlabeledRatio: R });
  const chunks = [0, 2].map((from) => slice<PseudoLabeledImages>(grouped(), from, from + 2));
  const targets = joined(chunks.map((chunk) => method.targets(chunk)));
  const rows = Object.entries(joined(chunks.map((chunk) => method.forward(chunk)))).map(
    ([name, tensor]) => ({ name, variable: tf.variable(tensor as tf.Tensor) }),
  );
  const ofRows = lossAndGradients(() => {
    const outputs = Object.fromEntries(rows.map(({ name, variable }) => [name, variable]));
    return method.objective(outputs as unknown as StudentOutputs, targets).loss;
  }, rows);
  const ofChunks = chunks.map((chunk, i) => {
    const part: Tensors = slice(ofRows.gradients, 2 * i, 2 * i + 2);
    return lossAndGradients(() => {
      const outputs: Tensors = method.forward(chunk);
      const products = Object.entries(part).map(([name, gradient]) =>
        tf.sum(tf.mul(outputs[name] as tf.Tensor, gradient)),
      );
      return tf.addN(products) as tf.Scalar;
    }, method.trained).gradients;
  });
  const whole = lossAndGradients(
    () => method.objective(method.forward(flat()), method.targets(flat())).loss,
    method.trained,
  );
  expect(ofRows.loss).toBeAllclose(whole.loss, 1e-6);
  for (const { name } of method.trained) {
    const sum = tf.addN(ofChunks.map((gradients) => gradients[name] as tf.Tensor));
    expect(sum, name).toBeAllclose(whole.gradients[name] as tf.Tensor, 1e-5);
  }
});

test("names what is wrong with a batch", () => {
  const method = noisyStudent({ student: classifier(), unlabeledRatio: R });
  const targets =
    (changed: Partial<PseudoLabeledImages>, batch: PseudoLabeledImages = flat()) =>
    () =>
      method.targets({ ...batch, ...changed });
  expect(targets(slice<PseudoLabeledImages>(flat(), 0, 2))).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: noisyStudent: images must be 3 (unlabeledRatio) for each of 2 labeledImages; got [2, 5, 5, 3]. Chunks need them in groups, [N, r, H, W, 3].]`,
  ); // a chunk
  expect(
    targets({ images: tf.zeros<tf.Rank.R5>([N, 2, 5, 5, 3]) }, grouped()),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: noisyStudent: images must be 3 (unlabeledRatio) for each of 4 labeledImages; got [4, 2, 5, 5, 3].]`,
  );
  expect(targets({ rows: probabilities(N) })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: noisyStudent: rows must begin with the dimensions [12], one for each of images; got [4, 3].]`,
  );
  expect(targets({ rows: flat().rows }, grouped())).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: noisyStudent: rows must begin with the dimensions [4, 3], one for each of images; got [12, 3].]`,
  );
  expect(
    targets({ rows: tf.fill<tf.Rank.R2>([R * N, L], 2.5) }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: noisyStudent: rows must be probabilities, ≥ 0 and in rows of sum 1; got a row of sum 7.5.]`,
  );
  expect(
    targets({ rows: tf.tensor2d([[-1, 1, 1]]).tile([R * N, 1]) as tf.Tensor2D }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: noisyStudent: rows must be probabilities, ≥ 0 and in rows of sum 1; got -1.]`,
  );
  const objective = (changed: Partial<PseudoLabeledImages>) => () => {
    const batch = { ...flat(), ...changed };
    return method.objective(method.forward(batch), method.targets(batch));
  };
  expect(
    objective({ labels: tf.tensor1d([0, 1, 3, 0], "int32") }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: noisyStudent: labels must be in [0, 3), the classes of the network; got 3.]`,
  );
  expect(
    objective({ rows: tf.fill<tf.Rank.R2>([R * N, 4], 0.25) }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: noisyStudent: pseudo-labels must be of the student's 3 classes; got 4.]`,
  );
});
