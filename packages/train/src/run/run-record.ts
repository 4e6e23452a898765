import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import * as tf from "@tensorflow/tfjs";
import { type Batches, currentEngine, type Method, type Optimizer } from "@unlabeled/core";
import { learningRateAt } from "../step/learning-rate-at.ts";
import type { TrainOptions } from "../train-options.ts";
import { differences } from "./differences.ts";

/** run.json: all that defines a run. */
export interface RunRecord {
  /** Of this file and the checkpoints. */
  readonly format: 1;
  /** Drawn when the run began: its checkpoints are known by it. */
  readonly id: string;
  readonly method: { readonly name: string; readonly settings: unknown };
  /** The source, the views, the seed and a fingerprint, as the batches describe them. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly batchSize: number;
  readonly batchesPerEpoch: number;
  readonly epochs: number;
  readonly optimizer: Pick<Optimizer, "name" | "settings">;
  /** The rate at eleven points from the first step to the last: what identifies the schedule. */
  readonly learningRate: readonly number[];
  readonly clipNorm: number | null;
  /** Images of a chunk; missing where a batch is taken at once. */
  readonly chunk?: number;
  readonly seed: number | null;
  /** The caller's own. */
  readonly config: unknown;
  readonly engine: {
    readonly name: string;
    readonly precision: string;
    readonly description: string;
  };
  readonly versions: Readonly<Record<string, string>>;
}

const POINTS = 10;

export function runRecord(
  method: Pick<Method, "name" | "settings">,
  batches: Pick<Batches, "batchSize" | "batchesPerEpoch" | "description">,
  options: TrainOptions,
): RunRecord {
  const { batchSize, batchesPerEpoch, description } = batches;
  const totalSteps = options.epochs * batchesPerEpoch;
  const learningRate = Array.from({ length: POINTS + 1 }, (_, point) => {
    const step = Math.round(((totalSteps - 1) * point) / POINTS);
    const progress = { step, totalSteps, stepsPerEpoch: batchesPerEpoch };
    return learningRateAt(options.learningRate, progress);
  });
  const record: RunRecord = {
    format: 1,
    id: randomUUID(),
    method: { name: method.name, settings: method.settings ?? {} },
    data: description,
    batchSize,
    batchesPerEpoch,
    epochs: options.epochs,
    optimizer: { name: options.optimizer.name, settings: options.optimizer.settings },
    learningRate,
    clipNorm: options.clipNorm ?? null,
    ...(options.chunk !== undefined && { chunk: options.chunk }),
    seed: options.seed ?? null,
    config: options.config ?? null,
    engine: engine(),
    versions: versions(),
  };
  return JSON.parse(JSON.stringify(record)); // as a reader of run.json will see it
}

/** What must not differ between a run's beginning and its continuation. */
export function conflicts(before: RunRecord, now: RunRecord): string[] {
  return differences(identity(before), identity(now));
}

/** What may differ, but ends the promise of equal bits. */
export function driftNotices(before: RunRecord, now: RunRecord): string[] {
  const drift = (record: RunRecord) => ({
    engine: record.engine.description,
    versions: record.versions,
  });
  return differences(drift(before), drift(now)).map(
    (difference) => `${difference}; the run may not go on bit for bit`,
  );
}

function identity({ id: _id, versions: _, engine, data, ...record }: RunRecord) {
  const { name, precision } = engine;
  return { ...record, data: whatTheyAre(data), engine: { name, precision } };
}

/** Data may have moved: where they lie (`source`) does not count where a fingerprint says what they are. */
function whatTheyAre(data: Readonly<Record<string, unknown>>): unknown {
  const { source, ...rest } = data;
  return rest.fingerprint === undefined ? data : rest;
}

function engine(): RunRecord["engine"] {
  const running = currentEngine();
  if (running !== undefined) {
    const { name, precision, description } = running;
    return { name, precision, description };
  }
  const name = tf.getBackend(); // chosen by the caller with tf.setBackend
  return { name, precision: "float32", description: `tfjs backend ${name}` };
}

function versions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const version = (name: string): string => require(`${name}/package.json`).version;
  return {
    node: process.versions.node,
    "@tensorflow/tfjs": tf.version.tfjs,
    "@unlabeled/core": version("@unlabeled/core"),
    "@unlabeled/train": version("@unlabeled/train"),
  };
}
