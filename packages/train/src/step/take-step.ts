import * as tf from "@tensorflow/tfjs";
import type { Method, Tensors } from "@unlabeled/core";
import type { Report } from "../report.ts";
import { type TrainStepOptions, trainStep } from "./train-step.ts";

type Outcome = Pick<Report, "loss" | "measures" | "gradientNorm">;

/**
 * One step, to its end: the batch is disposed, the scalars are read.
 *
 * @throws {Error} If the loss is not finite.
 */
export async function takeStep<
  Batch extends Tensors,
  Outputs extends Tensors,
  Targets extends Tensors,
>(
  method: Method<Batch, Outputs, Targets>,
  batch: Batch,
  options: TrainStepOptions,
): Promise<Outcome> {
  const { values, measureNames } = trainStep(method, batch, options);
  tf.dispose(batch);
  const [loss = Number.NaN, ...others] = await values.data();
  values.dispose();
  const measures = Object.fromEntries(
    measureNames.map((name, i) => [name, others[i] ?? Number.NaN]),
  );
  const gradientNorm = others[measureNames.length];
  if (!Number.isFinite(loss)) throw notFinite(loss, method.name, options);
  return { loss, measures, ...(gradientNorm !== undefined && { gradientNorm }) };
}

function notFinite(
  loss: number,
  method: string,
  { learningRate, clipNorm, progress }: TrainStepOptions,
): Error {
  const clip = clipNorm === undefined ? "clipNorm (for example 1)" : "a smaller clipNorm";
  return new Error(
    `train: the loss of ${method} must be finite; got ${loss} at step ${progress.step + 1} of ` +
      `${progress.totalSteps}, learning rate ${learningRate}. Try a lower learningRate, a longer warm-up or ` +
      `${clip}, in a new run; the last checkpoint of this one stays as it is.`,
  );
}
