import * as tf from "@tensorflow/tfjs";
import {
  type Gradients,
  lossAndGradients,
  type Method,
  type Objective,
  type Tensors,
} from "@unlabeled/core";

/** What a step computes before its update. Whoever asks for it disposes all of it. */
export interface StepGradients<Outputs, Targets> {
  readonly loss: tf.Scalar;
  readonly measures: Objective["measures"];
  /** By the trained parameter's name; none is missing. */
  readonly gradients: Gradients;
  readonly outputs: Outputs;
  readonly targets: Targets;
}

/**
 * The gradient of objective ∘ forward, all rows at once. To be called in a tidy; `measures` and `outputs` are kept
 * across it.
 *
 * @throws {Error} If a parameter has no gradient.
 */
export function objectiveAndGradients<
  Batch extends Tensors,
  Outputs extends Tensors,
  Targets extends Tensors,
>(method: Method<Batch, Outputs, Targets>, batch: Batch): StepGradients<Outputs, Targets> {
  const targets = method.targets(batch); // outside the gradient: the stop-gradient
  let measures: Objective["measures"] = {};
  let outputs = {} as Outputs;
  try {
    const { loss, gradients } = lossAndGradients(() => {
      outputs = kept(method.forward(batch));
      const objective = method.objective(outputs, targets);
      measures = kept(objective.measures);
      return objective.loss;
    }, method.trained);
    assertAllTrained(method, gradients);
    return { loss, measures, gradients, outputs, targets };
  } catch (error) {
    tf.dispose([measures, outputs]);
    throw error;
  }
}

/** @throws {Error} If a parameter has no gradient. */
export function assertAllTrained({ name, trained }: Method, gradients: Gradients): void {
  const unused = trained.map((parameter) => parameter.name).filter((key) => !gradients[key]);
  if (unused.length === 0) return;
  throw new Error(
    `train: the loss of ${name} must depend on all that it trains; got no gradient for ${unused.join(", ")}.`,
  );
}

/** Tensors that outlive the scope of a gradient. */
export function kept<T extends Tensors>(tensors: T): T {
  for (const tensor of Object.values(tensors)) tf.keep(tensor);
  return tensors;
}
