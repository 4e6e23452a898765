import * as tf from "@tensorflow/tfjs";
import { type CorruptionName, corruptedView } from "@unlabeled/augment";
import { evaluationBatches, type Source } from "@unlabeled/data";
import {
  type CorruptionErrors,
  extractFeatures,
  type Features,
  topAccuracy,
} from "@unlabeled/eval";
import type { ImageClassifier } from "@unlabeled/simclr-distill";

/** 1 is the mildest. */
export const SEVERITIES = [1, 2, 3, 4, 5] as const;
const BATCH = 250;

type Classifier = Pick<ImageClassifier, "apply">;

export interface CorruptionOptions {
  /** Height and width of the view, pixels. */
  readonly size: number;
  readonly corruptions: readonly CorruptionName[];
  /** Of what is random in them. */
  readonly seed: number;
  readonly workers?: number | undefined;
  /** Called after each severity of each, with their number until then. */
  readonly onDone: (done: number) => void;
}

/** 1 − accuracy of classifiers with the same classes, on the same corrupted pictures. */
export async function corruptionErrors(
  classifiers: readonly Classifier[],
  source: Source,
  { size, corruptions, seed, workers, onDone }: CorruptionOptions,
): Promise<CorruptionErrors[]> {
  const errors: Record<string, number[]>[] = classifiers.map(() => ({}));
  let done = 0;
  for (const corruption of corruptions) {
    for (const severity of SEVERITIES) {
      const view = corruptedView({ size, corruption, severity, seed });
      const batches = evaluationBatches(source, view, {
        ...{ batchSize: BATCH, cacheBytes: 0 },
        ...(workers !== undefined && { workers }),
      });
      try {
        const logits = await extractFeatures(sideBySide(classifiers), batches);
        for (const [at, of] of errors.entries()) {
          const error = 1 - topAccuracy(columnsOf(logits, at, classifiers.length));
          of[corruption] = [...(of[corruption] ?? []), error];
        }
      } finally {
        await batches.close();
      }
      onDone(++done);
    }
  }
  return errors;
}

/** Classifiers as one, with all logits in a row, so that a picture is corrupted once for all. */
function sideBySide(classifiers: readonly Classifier[]): Classifier {
  return {
    apply: (images, mode) =>
      tf.tidy(() =>
        tf.concat(
          classifiers.map((each) => each.apply(images, mode)),
          1,
        ),
      ),
  };
}

/** Part `at` of each row, of `parts` that are equally long. */
function columnsOf(table: Features, at: number, parts: number): Features {
  const width = table.width / parts;
  const values = new Float32Array(table.count * width);
  for (let row = 0; row < table.count; row++) {
    const from = row * table.width + at * width;
    values.set(table.values.subarray(from, from + width), row * width);
  }
  return { ...table, values, width };
}
