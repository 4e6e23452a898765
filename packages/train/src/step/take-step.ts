import * as tf from "@tensorflow/tfjs";
import type { Method, Tensors } from "@unlabeled/core";
import { readSight, type Sight } from "../guard/sight.ts";
import type { Report } from "../report.ts";
import { type TrainStepOptions, trainStep } from "./train-step.ts";

interface Outcome extends Pick<Report, "loss" | "measures" | "gradientNorm"> {
  /** With `looking`, of a method that can be watched. */
  readonly sight?: Sight;
}

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
  const { values, measureNames, seen } = trainStep(method, batch, options);
  tf.dispose(batch);
  const [loss = Number.NaN, ...others] = await values.data();
  values.dispose();
  const measures = Object.fromEntries(
    measureNames.map((name, i) => [name, others[i] ?? Number.NaN]),
  );
  const sight = seen && (await readSight(seen));
  const gradientNorm = others[measureNames.length] ?? sight?.gradientNorm;
  if (!Number.isFinite(loss)) throw notFinite(loss, method.name, options);
  return {
    loss,
    measures: { ...measures, ...(sight && shown(sight)) },
    ...(gradientNorm !== undefined && { gradientNorm }),
    ...(sight && { sight }),
  };
}

/** What a report has of a look. */
function shown({ rank, alignment, uniformity, change }: Sight): Record<string, number> {
  return { rank, alignment, uniformity, change };
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
