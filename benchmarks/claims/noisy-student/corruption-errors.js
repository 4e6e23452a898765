// Errors under ImageNet-C's corruptions, of a part of the test pictures.
import { CORRUPTIONS, corruptedView } from "@unlabeled/augment";
import { evaluationBatches, subset } from "@unlabeled/data";
import { extractFeatures, topAccuracy } from "@unlabeled/eval";

/**
 * 1 − accuracy of a classifier, by corruption and severity.
 *
 * @param pictures - So many, the first ones.
 * @param corruptions - So many, the first ones.
 */
export async function corruptionErrors(network, test, { pictures: count, corruptions }, size = 32) {
  const pictures = subset(
    test,
    Int32Array.from({ length: count }, (_, i) => i),
  );
  const errors = {};
  for (const corruption of CORRUPTIONS.slice(0, corruptions)) {
    errors[corruption] = [];
    for (const severity of [1, 2, 3, 4, 5]) {
      const view = corruptedView({ size, corruption, severity });
      const made = evaluationBatches(pictures, view, { batchSize: 250, workers: 0 });
      errors[corruption].push(1 - topAccuracy(await extractFeatures(network, made)));
      await made.close();
    }
  }
  return errors;
}
