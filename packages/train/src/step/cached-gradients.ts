import * as tf from "@tensorflow/tfjs";
import {
  type Gradients,
  lossAndGradients,
  type Method,
  type Objective,
  type Tensors,
} from "@unlabeled/core";
import { assertAllTrained, kept, type StepGradients } from "./objective-and-gradients.ts";
import { chunkOf, chunksOf, joined } from "./rows-in-chunks.ts";
import { unchanged } from "./unchanged.ts";

/**
 * Gradient caching: the gradient of a large batch's loss in the memory of a small one.
 *
 * Rows of all chunks are made without a gradient. The objective sees all of them once and gives the gradient of each
 * row. Then each chunk is made again, now with a gradient, and its rows' gradients go back through it; the sum over the
 * chunks is the batch's gradient. It costs one more forward pass.
 *
 * Batch norm has the statistics of a chunk (of both its views, where the method joins them), as in training on
 * several devices; running statistics move once a chunk. A forward pass must make the same rows twice: what is random
 * in it must not depend on how often it is called.
 *
 * To be called in a tidy; `measures` and `outputs` are kept across it.
 *
 * @param chunk - Images of a chunk, that divides the batch.
 * @throws {Error} If a parameter has no gradient.
 *
 * @see Gao et al., Scaling Deep Contrastive Learning Batch Size under Memory Limited Setup, 2021, section 3.2:
 *   https://arxiv.org/abs/2101.06983
 */
export function cachedGradients<
  Batch extends Tensors,
  Outputs extends Tensors,
  Targets extends Tensors,
>(
  method: Method<Batch, Outputs, Targets>,
  batch: Batch,
  chunk: number,
): StepGradients<Outputs, Targets> {
  const chunks = chunksOf(batch, chunk);
  const targets = joined(chunks.map((take) => tf.tidy(() => method.targets(take()))));
  const outputs = kept(joined(chunks.map((take) => tf.tidy(() => method.forward(take())))));
  let measures: Objective["measures"] = {};
  try {
    const rows = rowGradients(method, outputs, targets);
    measures = rows.measures;
    const passes = chunks.map((take, i) => () => {
      const surrogate = () => products(method.forward(take()), chunkOf(rows.gradients, chunk, i));
      return lossAndGradients(surrogate, method.trained).gradients;
    });
    const gradients = unchanged(method.state, () => sums(passes)); // running statistics have moved already
    assertAllTrained(method, gradients);
    return { loss: rows.loss, measures, gradients, outputs, targets };
  } catch (error) {
    tf.dispose([measures, outputs]);
    throw error;
  }
}

/** The objective of all rows, and the gradient of each row of each output that it depends on. */
function rowGradients<Outputs extends Tensors, Targets extends Tensors>(
  method: Method<Tensors, Outputs, Targets>,
  outputs: Outputs,
  targets: Targets,
) {
  let measures: Objective["measures"] = {};
  const leaves = Object.entries(outputs).map(([name, rows]) => ({
    name,
    variable: tf.variable(rows),
  }));
  try {
    const { loss, gradients } = lossAndGradients(() => {
      const asOutputs = Object.fromEntries(leaves.map(({ name, variable }) => [name, variable]));
      const objective = method.objective(asOutputs as unknown as Outputs, targets);
      measures = kept(objective.measures);
      return objective.loss;
    }, leaves);
    return { loss, measures, gradients };
  } catch (error) {
    tf.dispose(measures);
    throw error;
  } finally {
    tf.dispose(leaves.map(({ variable }) => variable));
  }
}

/** Σ rows · gradients: its gradient with respect to the rows is `gradients`. */
function products(rows: Tensors, gradients: Gradients): tf.Scalar {
  const terms = Object.entries(gradients).map(([name, gradient]) =>
    tf.sum<tf.Scalar>(tf.mul(rows[name] as tf.Tensor, gradient)),
  );
  return tf.addN(terms);
}

/** Gradients of each chunk, added up by name; one chunk's at a time is held beside the sum. */
function sums(parts: readonly (() => Gradients)[]): Gradients {
  let total: Gradients = {};
  for (const part of parts) {
    const before = total;
    total = tf.tidy(() => {
      const gradients = part();
      const entries = Object.entries(gradients).map(([name, gradient]) => {
        const sum = before[name];
        return [name, sum ? tf.add(sum, gradient) : gradient] as const;
      });
      return Object.fromEntries(entries);
    });
    tf.dispose(before);
  }
  return total;
}
