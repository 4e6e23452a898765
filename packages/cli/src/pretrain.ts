import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Backbone } from "@unlabeled/core";
import { batches, type Source } from "@unlabeled/data";
import { train } from "@unlabeled/train";
import { buildBackbone } from "./assemble/backbone.ts";
import { buildMethod } from "./assemble/method.ts";
import { buildLearningRate, buildOptimizer } from "./assemble/optimizer.ts";
import { buildViews } from "./assemble/views.ts";
import type { PretrainConfig } from "./config/pretrain-config.ts";
import { stopSignal } from "./stop-signal.ts";
import { progressLine } from "./terminal/progress.ts";
import { say } from "./terminal/write.ts";
import { UserError } from "./user-error.ts";

export interface PretrainOptions {
  readonly config: PretrainConfig;
  readonly source: Source;
  /** The run's folder. */
  readonly run: string;
  readonly resume: boolean;
  /** Threads that prepare pictures. Default: the loader's. */
  readonly workers?: number | undefined;
  /** The command that goes on with this run, for when it is stopped. */
  readonly resumeCommand: string;
}

/** How a training ended. */
export interface Pretrained {
  readonly backbone: Backbone;
  /** False after Ctrl-C: the run has been saved and can go on. */
  readonly finished: boolean;
}

/**
 * Trains what a configuration describes, with a progress line; saves and says how to go on when it is
 * stopped.
 *
 * @throws {UserError} If there are fewer pictures than a batch needs.
 */
export async function pretrain(options: PretrainOptions): Promise<Pretrained> {
  const { config, source, run, resume, workers } = options;
  if (source.length < config.batchSize) {
    throw new UserError(
      `The batch size must be at most the number of pictures, ${source.length}; got ${config.batchSize}. Choose a smaller --batch-size.`,
    );
  }
  const backbone = buildBackbone(config);
  const views = batches(source, buildViews(config), {
    batchSize: config.batchSize,
    seed: config.seed,
    ...(workers !== undefined && { workers }),
  });
  const { signal, release } = stopSignal();
  const progress = progressLine();
  const method = buildMethod(config, backbone);
  let finished = false;
  try {
    const reports = train(method, views, {
      epochs: config.epochs,
      optimizer: buildOptimizer(config),
      learningRate: buildLearningRate(config),
      ...(config.clipNorm !== undefined && { clipNorm: config.clipNorm }),
      run,
      resume,
      config: recorded(config),
      seed: config.seed,
      signal,
    });
    for await (const report of reports) {
      progress.show({ ...report, epochs: config.epochs, spread: report.measures.spread });
      for (const notice of report.notices ?? []) say(notice);
      finished = report.step === report.totalSteps;
    }
  } finally {
    progress.stop();
    release();
  }
  await reportSkipped(run, views.skipped);
  if (signal.aborted && !finished) say(`Stopped and saved. Go on with: ${options.resumeCommand}`);
  return { backbone, finished };
}

/** Whether a run's recorded configuration is this one. */
export function sameConfig(record: unknown, config: PretrainConfig): boolean {
  return isDeepStrictEqual(record, JSON.parse(JSON.stringify(recorded(config))));
}

/** Where the data lie may change between a run and its resumption; what they are is fingerprinted. */
function recorded({ data: _data, $schema: _schema, ...config }: PretrainConfig): object {
  return config;
}

/** Lists the pictures that could not be decoded, beside the run. */
async function reportSkipped(
  run: string,
  skipped: readonly { readonly key: string; readonly reason: string }[],
): Promise<void> {
  const file = join(run, "skipped.txt");
  if (skipped.length === 0) return rm(file, { force: true });
  await writeFile(file, skipped.map(({ key, reason }) => `${key}\t${reason}\n`).join(""));
  say(
    `${skipped.length} pictures could not be read and were left out; they are listed in ${file}.`,
  );
}
