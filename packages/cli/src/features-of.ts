import { evaluationView } from "@unlabeled/augment";
import type { Backbone } from "@unlabeled/core";
import { evaluationBatches, type Source } from "@unlabeled/data";
import { extractFeatures, type Features, rawPixels } from "@unlabeled/eval";

const BATCH = 250;

/** Features of all pictures of a source that can be read, in its order. */
export function featuresOf(backbone: Backbone, source: Source, size: number): Promise<Features> {
  return extractFeatures(backbone, pictures(source, size));
}

/** The pixels themselves as features: what a network has to beat. */
export function pixelsOf(source: Source, size: number): Promise<Features> {
  return rawPixels(pictures(source, size));
}

function pictures(source: Source, size: number) {
  return evaluationBatches(source, evaluationView({ size }), { batchSize: BATCH });
}
