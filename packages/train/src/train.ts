import type { Batches, Method, Tensors } from "@unlabeled/core";
import { checkpointDue } from "./checkpoint/checkpoint-due.ts";
import { savedVariables } from "./checkpoint/saved-variables.ts";
import { AlarmError } from "./guard/alarm.ts";
import { guardOf } from "./guard/guard-of.ts";
import type { Report } from "./report.ts";
import { type OpenRun, openRun } from "./run/open-run.ts";
import { runRecord } from "./run/run-record.ts";
import { chunkSize } from "./step/chunk-size.ts";
import { learningRateAt } from "./step/learning-rate-at.ts";
import { pace } from "./step/pace.ts";
import { probed } from "./step/probe.ts";
import { takeStep } from "./step/take-step.ts";
import { assertTrainOptions, type TrainOptions } from "./train-options.ts";

/**
 * Trains a method on batches: an async generator that does one step each time it is asked, and says
 * how it went.
 *
 * With `run`, what is needed to continue is on disk: stop the loop by `break`, by the signal or by
 * killing the process, and the same call with `resume: true` goes on from the newest checkpoint as
 * if nothing had happened, bit for bit on the same engine.
 *
 * Changes the variables of the method. The optimizer's slots are freed when the loop ends.
 *
 * @param method - What is learned, for example `byol({ … })`.
 * @param batches - What it is learned from. Its tensors are disposed here.
 * @returns A report a step. The loop ends after the last one, or after `signal` is aborted.
 * @throws {RangeError} If an option is out of range, the folder has a run and `resume` is false, or
 *   it has another run than this one: then the differences are named.
 * @throws {AlarmError} If the guard sees that the run does not learn, with `guard: "stop"`.
 * @throws {Error} If the loss is not finite (the last checkpoint stays), a step leaves tensors behind,
 *   or no checkpoint of the run is whole.
 *
 * @example
 * for await (const { step, loss } of train(method, views, { epochs: 100, optimizer, learningRate: 0.06 })) {
 *   if (step % 100 === 0) console.log(step, loss);
 * }
 */
export function train<Batch extends Tensors, Outputs extends Tensors, Targets extends Tensors>(
  method: Method<Batch, Outputs, Targets>,
  batches: Batches<Batch>,
  options: TrainOptions,
): AsyncGenerator<Report, void, undefined> {
  assertTrainOptions(options);
  chunkSize(options, batches);
  return loop(method, batches, options);
}

async function* loop<Batch extends Tensors, Outputs extends Tensors, Targets extends Tensors>(
  method: Method<Batch, Outputs, Targets>,
  batches: Batches<Batch>,
  options: TrainOptions,
): AsyncGenerator<Report, void, undefined> {
  const { optimizer, clipNorm, signal } = options;
  const chunk = chunkSize(options, batches);
  const guard = guardOf(method, batches, options);
  const stepsPerEpoch = batches.batchesPerEpoch;
  const totalSteps = options.epochs * stepsPerEpoch;
  optimizer.initialize(method.trained);
  let run: OpenRun | undefined;
  let step = 0; // updates done
  let sound = true; // whether the variables are those of a finished step
  try {
    run = await openedRun(method, batches, options);
    step = run?.step ?? 0;
    let notices = run?.notices ?? [];
    const due = checkpointDue(options);
    const speed = pace();
    while (step < totalSteps && !signal?.aborted) {
      const epoch = Math.floor(step / stepsPerEpoch);
      let began = performance.now();
      for await (const batch of batches.epoch(epoch, step % stepsPerEpoch)) {
        const progress = { step, totalSteps, stepsPerEpoch };
        const learningRate = learningRateAt(options.learningRate, progress);
        sound = false;
        const { sight, ...outcome } = await takeStep(method, batch, {
          ...{ optimizer, learningRate, clipNorm, chunk, progress },
          looking: guard?.isDue(step) ?? false,
        });
        step += 1;
        const alarm = sight && guard?.see(step, outcome.loss, sight);
        sound = alarm === undefined || options.guard === "report";
        speed.add(performance.now() - began);
        const figures = sound ? await probed(options.probe, { step, totalSteps }) : {};
        const secondsPerStep = speed.secondsPerStep();
        const report: Report = {
          step,
          totalSteps,
          epoch,
          ...outcome,
          measures: { ...outcome.measures, ...figures },
          learningRate,
          imagesPerSecond: batches.batchSize / secondsPerStep,
          secondsLeft: (totalSteps - step) * secondsPerStep,
          ...(alarm && { alarm }),
          ...(notices.length > 0 && { notices }),
        };
        notices = [];
        await run?.log(report);
        if (alarm && !sound) throw new AlarmError(alarm);
        if (due(step) && !guard?.suspicious) await run?.save(step);
        yield report;
        if (signal?.aborted || step % stepsPerEpoch === 0) break;
        began = performance.now();
      }
      if (step % stepsPerEpoch !== 0 && !signal?.aborted) throw shortEpoch(epoch, step, batches);
    }
  } finally {
    // reached after the last step, by a break, the signal or an error: there may be unsaved steps
    try {
      if (sound && step > 0) await run?.save(step);
    } finally {
      await run?.close();
      for (const { variable } of optimizer.slots) variable.dispose();
    }
  }
}

async function openedRun(
  method: Method,
  batches: Batches,
  options: TrainOptions,
): Promise<OpenRun | undefined> {
  const { run, resume = false, keep = 3, logs = [], optimizer } = options;
  if (run === undefined) return undefined;
  const record = runRecord(method, batches, options);
  const variables = savedVariables(method, optimizer);
  return openRun(run, { resume, keep, logs, record, variables });
}

function shortEpoch(epoch: number, step: number, { batchesPerEpoch }: Batches): Error {
  return new Error(
    `train: batches must have ${batchesPerEpoch} batches in epoch ${epoch}, as batchesPerEpoch says; ` +
      `got ${step - epoch * batchesPerEpoch}.`,
  );
}
