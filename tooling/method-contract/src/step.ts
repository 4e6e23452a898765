import * as tf from "@tensorflow/tfjs";
import {
  lossAndGradients,
  type Method,
  type Optimizer,
  type Progress,
  type Tensors,
} from "@unlabeled/core";

export interface StepOptions {
  readonly learningRate: number;
  readonly progress: Progress;
}

/** One step of any method, as its interface says, and its loss before the update. */
export function step<Batch extends Tensors, Outputs extends Tensors, Targets extends Tensors>(
  { targets, forward, objective, trained, afterUpdate }: Method<Batch, Outputs, Targets>,
  batch: Batch,
  optimizer: Pick<Optimizer, "update">,
  { learningRate, progress }: StepOptions,
): number {
  return tf.tidy(() => {
    const constants = targets(batch);
    const { loss, gradients } = lossAndGradients(
      () => objective(forward(batch), constants).loss,
      trained,
    );
    optimizer.update(gradients, learningRate);
    afterUpdate(progress, constants);
    return loss.arraySync();
  });
}
