import type { Optimizer, Schedule } from "@unlabeled/core";
import { LOG_KINDS, type LogKind } from "./run/logs/log-kinds.ts";
import type { Probe } from "./step/probe.ts";

export interface TrainOptions {
  /** Passes over the data, an integer ≥ 1. */
  readonly epochs: number;
  /** A new optimizer: its slots are made here, and hold the run's state. */
  readonly optimizer: Optimizer;
  /** Rate of each update: a schedule, or one number > 0 for all. */
  readonly learningRate: Schedule | number;
  /** The run's folder, made where it is missing. Default: nothing is written, and the run cannot be resumed. */
  readonly run?: string;
  /**
   * Whether to continue the run in the folder from its newest whole checkpoint; a folder without a
   * run starts one. Method, data, seed, settings and engine must be those it began with. Default false:
   * a folder with a run in it is refused.
   */
  readonly resume?: boolean;
  /** Updates from one checkpoint to the next, an integer ≥ 1. Default: as `checkpointEverySeconds` says. */
  readonly checkpointEverySteps?: number;
  /** Seconds from one checkpoint to the next, > 0. Default 120. The last step and a stop always make one. */
  readonly checkpointEverySeconds?: number;
  /** Checkpoints that stay, the newest ones; an integer ≥ 2, so that one is left if the last is damaged. Default 3. */
  readonly keep?: number;
  /**
   * Logs for other tools, kept in the run's folder beside metrics.jsonl: "tensorboard" (event files, as
   * `tensorboard --logdir` reads them), "csv" (metrics.csv). Whether a resumed run has them does not
   * matter to it. Default none.
   */
  readonly logs?: readonly LogKind[];
  /** Gradients are scaled down to this norm, taken over all of them together, where it is greater; > 0. Default: never. */
  readonly clipNorm?: number;
  /**
   * Images of a chunk, an integer in [2, batch size] that divides the batch size: batches that do not fit into memory
   * are trained on in chunks, with the gradient of the whole batch's loss, for one more forward pass. Batch norm then
   * has a chunk's statistics. Default: all at once.
   */
  readonly chunk?: number | undefined;
  /**
   * What happens when the run is seen not to learn: its embeddings collapse, or there is what leads to it, such as a
   * learning rate far too high, views that are all alike or a target without momentum. "stop" ends it with an
   * `AlarmError`; "report" puts the alarm into the report and goes on if asked; "off" does not look. Looking costs about
   * a hundredth of the time of small networks' steps, less of large ones. Default "stop".
   */
  readonly guard?: "stop" | "report" | "off" | undefined;
  /** What to measure while the run goes on, off the gradient. Default nothing. */
  readonly probe?: Probe | undefined;
  /** What else defines the run, for run.json: a resumed run must have the same. JSON. */
  readonly config?: unknown;
  /** The seed that networks and batches were made with, for run.json: a resumed run must have the same. */
  readonly seed?: number;
  /** Stops the run after the step under way: a checkpoint is saved, and the loop ends without an error. */
  readonly signal?: AbortSignal;
}

/** @throws {RangeError} At the first option out of range. */
export function assertTrainOptions(options: TrainOptions): void {
  const { learningRate, clipNorm, checkpointEverySeconds } = options;
  assertCount("epochs", options.epochs, 1);
  if (options.checkpointEverySteps !== undefined) {
    assertCount("checkpointEverySteps", options.checkpointEverySteps, 1);
  }
  if (options.probe !== undefined) assertCount("probe.everySteps", options.probe.everySteps, 1);
  if (options.keep !== undefined) assertCount("keep", options.keep, 2);
  if (typeof learningRate === "number") assertPositive("learningRate", learningRate);
  if (clipNorm !== undefined) assertPositive("clipNorm", clipNorm);
  if (checkpointEverySeconds !== undefined) {
    assertPositive("checkpointEverySeconds", checkpointEverySeconds);
  }
  const { guard } = options;
  if (guard !== undefined && !["stop", "report", "off"].includes(guard)) {
    throw new RangeError(`train: guard must be "stop", "report" or "off"; got "${guard}".`);
  }
  if (options.resume && options.run === undefined) {
    throw new RangeError("train: run must be the folder to resume from; got none.");
  }
  assertLogs(options);
}

function assertLogs({ logs = [], run }: TrainOptions): void {
  for (const kind of logs) {
    if (LOG_KINDS.includes(kind)) continue;
    const known = LOG_KINDS.map((name) => `"${name}"`).join(", ");
    throw new RangeError(`train: logs must be of ${known}; got ${JSON.stringify(kind)}.`);
  }
  if (logs.length > 0 && run === undefined) {
    throw new RangeError("train: run must be the folder to keep the logs in; got none.");
  }
}

function assertCount(name: string, value: number, least: number): void {
  if (!(Number.isInteger(value) && value >= least)) {
    throw new RangeError(`train: ${name} must be an integer of at least ${least}; got ${value}.`);
  }
}

function assertPositive(name: string, value: number): void {
  if (!(value > 0)) throw new RangeError(`train: ${name} must be positive; got ${value}.`);
}
