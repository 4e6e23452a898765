import type { PictureBatch } from "../features/picture-batch.ts";
import type { Classifier } from "./attack.ts";
import { labelsOf } from "./labels-of.ts";
import type { CorruptionErrors } from "./paired-errors.ts";
import { rightAnswers } from "./right-answers.ts";

/** ImageNet-C's: 1 is the mildest. */
const SEVERITIES = [1, 2, 3, 4, 5] as const;
type Severity = (typeof SEVERITIES)[number];

export interface CorruptionErrorsOptions<Corruption extends string = string> {
  /** Names, at least one: `CORRUPTIONS` of @unlabeled/augment are ImageNet-C's. */
  readonly corruptions: readonly Corruption[];
  /** Called after each severity of each corruption, with their number until then. */
  readonly onDone?: (done: number) => void;
}

/** Batches that are closed when they are done with. */
export interface ClosedBatches extends AsyncIterable<PictureBatch> {
  close?(): Promise<unknown>;
}

/**
 * Errors of classifiers on corrupted pictures, 1 − accuracy, by corruption and severity from 1 to 5: what `meanCorruptionError` takes.
 *
 * Networks compute in mode "evaluate" and are left as they are. All see the same pictures, so that each is corrupted once. Each batch's
 * images are disposed. Of equal logits the smaller class counts as the greater, as in `topAccuracy`.
 *
 * @param networks - From images to logits `[N, L]`.
 * @param corrupted - Batches with labels under a corruption: `evaluationBatches` of @unlabeled/data with `corruptedView` of
 *   @unlabeled/augment.
 * @returns For each network its errors, in [0, 1].
 * @throws {RangeError} If there is no corruption or no picture, labels are not one an image or not classes, or a logit is not finite.
 * @throws {TypeError} If labels are missing.
 *
 * @see Hendrycks and Dietterich, Benchmarking Neural Network Robustness to Common Corruptions and
 *   Perturbations, 2019, section 4.1: https://arxiv.org/abs/1903.12261
 *
 * @example
 * const corrupted = (corruption: CorruptionName, severity: CorruptionSeverity) =>
 *   evaluationBatches(test, corruptedView({ size: 32, corruption, severity }), { batchSize: 250 });
 * const [errors] = await corruptionErrors([network], corrupted, { corruptions: CORRUPTIONS });
 */
export async function corruptionErrors<Corruption extends string>(
  networks: readonly Classifier[],
  corrupted: (corruption: Corruption, severity: Severity) => ClosedBatches,
  { corruptions, onDone }: CorruptionErrorsOptions<Corruption>,
): Promise<CorruptionErrors[]> {
  if (corruptions.length === 0) {
    throw new RangeError("corruptionErrors: corruptions must have at least one; got none.");
  }
  const errors: Record<string, number[]>[] = networks.map(() => ({}));
  let done = 0;
  for (const corruption of corruptions) {
    for (const severity of SEVERITIES) {
      const batches = corrupted(corruption, severity);
      try {
        const found = await errorsOf(networks, batches);
        for (const [at, error] of found.entries()) {
          const own = errors[at] as Record<string, number[]>;
          own[corruption] = [...(own[corruption] ?? []), error];
        }
      } finally {
        await batches.close?.();
      }
      onDone?.(++done);
    }
  }
  return errors;
}

/** 1 − accuracy of each network. */
async function errorsOf(
  networks: readonly Classifier[],
  batches: AsyncIterable<PictureBatch>,
): Promise<number[]> {
  const right = networks.map(() => 0);
  let count = 0;
  for await (const batch of batches) {
    try {
      const labels = labelsOf("corruptionErrors", batch);
      for (const [at, network] of networks.entries()) {
        const logits = network.apply(batch.images, "evaluate");
        right[at] =
          (right[at] as number) + (await rightAnswers("corruptionErrors", logits, labels));
      }
      count += labels.length;
    } finally {
      batch.images.dispose();
    }
  }
  if (count === 0) {
    throw new RangeError("corruptionErrors: batches must hold at least one picture; got none.");
  }
  return right.map((each) => 1 - each / count);
}
