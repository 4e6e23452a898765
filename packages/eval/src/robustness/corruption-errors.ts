import type { PictureBatch } from "../features/picture-batch.ts";
import { accuracies } from "./accuracies.ts";
import type { Classifier } from "./attack.ts";
import type { CorruptionErrors } from "./paired-errors.ts";

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
  const errors = networks.map((): Record<string, number[]> => ({}));
  const answers = networks.map(
    (network) =>
      ({ images }: PictureBatch) =>
        network.apply(images, "evaluate"),
  );
  let done = 0;
  for (const corruption of corruptions) {
    for (const own of errors) own[corruption] = [];
    for (const severity of SEVERITIES) {
      const batches = corrupted(corruption, severity);
      try {
        const found = await accuracies("corruptionErrors", batches, answers);
        found.forEach((accuracy, at) => {
          errors[at]?.[corruption]?.push(1 - accuracy);
        });
      } finally {
        await batches.close?.();
      }
      onDone?.(++done);
    }
  }
  return errors;
}
