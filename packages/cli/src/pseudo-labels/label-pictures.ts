import { type Source, type WrittenPseudoLabels, writePseudoLabels } from "@unlabeled/data";
import type { TrainedClassifier } from "../stages/trained-classifier.ts";
import { Stopped } from "../stopped.ts";
import { count } from "../terminal/count.ts";
import { countingLine } from "../terminal/counting-line.ts";
import { say } from "../terminal/write.ts";
import { stopSignal } from "../training/stop-signal.ts";
import { UserError } from "../user-error.ts";
import { batchSizeOf } from "./batch-size.ts";
import { teacherProbabilities } from "./teacher-probabilities.ts";

export interface LabellingOptions {
  readonly folder: string;
  /** The flag that names it. Default: --output. */
  readonly flag?: string;
  readonly round: number;
  readonly shardSize: number;
  /** This process's part. */
  readonly shard: { readonly index: number; readonly count: number };
  readonly workers?: number | undefined;
  /** What computes: "native float32". */
  readonly engine: string;
  /** The command that goes on, for when it is stopped. */
  readonly resumeCommand: string;
}

/**
 * Writes a teacher's pseudo-labels of pictures, with a progress line. The teacher is restored where something is left to do.
 *
 * @throws {Stopped} After Ctrl-C: the files that are whole stay.
 * @throws {UserError} If the folder has other labels.
 */
export async function labelPictures(
  source: Source,
  { config, identity, restore }: TrainedClassifier,
  { folder, flag = "--output", shardSize, workers, resumeCommand, ...options }: LabellingOptions,
): Promise<WrittenPseudoLabels> {
  const { size, classes } = config;
  async function* predict(pictures: Source) {
    const before = source.length - pictures.length;
    if (before > 0) say(`Left to this process: ${count(pictures.length, "picture")}.`);
    const network = await restore();
    const line = countingLine(pictures.length);
    const { signal, release } = stopSignal(() => line.stop());
    try {
      const batchSize = batchSizeOf(shardSize, size);
      const rows = { size, batchSize, workers, isPart: before > 0 };
      for await (const batch of teacherProbabilities(network, pictures, rows)) {
        if (signal.aborted) {
          throw new Stopped(`Stopped; the files that are whole stay. Go on with: ${resumeCommand}`);
        }
        line.show((batch.indices.at(-1) ?? 0) + 1);
        yield batch;
      }
    } finally {
      line.stop();
      release();
      for (const { variable } of [...network.parameters, ...network.statistics]) variable.dispose();
    }
  }
  try {
    const labels = { ...options, folder, shardSize, teacher: identity, classes, size };
    return await writePseudoLabels(source, predict, labels);
  } catch (error) {
    throw inFlags(error, flag);
  }
}

/** An error about the folder or a shard in the words of the flags. */
function inFlags(error: unknown, flag: string): unknown {
  if (!(error instanceof RangeError)) return error;
  const words = /^writePseudoLabels: folder (.*)$/s.exec(error.message)?.[1];
  if (words === undefined) return error;
  const flags = words.replaceAll("shardSize", "--shard-size").replaceAll("round", "--round");
  return new UserError(`${flag} ${flags}`, { cause: error });
}
