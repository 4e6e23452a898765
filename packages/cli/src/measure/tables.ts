import { evaluationView } from "@unlabeled/augment";
import type { Backbone } from "@unlabeled/core";
import { evaluationBatches, type Source } from "@unlabeled/data";
import { extractFeatures, type Features, rawPixels } from "@unlabeled/eval";
import { oneChannel } from "./one-channel.ts";

const BATCH = 250;

/** Features of the pictures of a source that can be read, in its order. */
export function featuresOf(
  backbone: Pick<Backbone, "apply">,
  source: Source,
  size: number,
): Promise<Features> {
  return withPictures(source, size, (pictures) => extractFeatures(backbone, pictures));
}

/** The pixels themselves as features, of training and test pictures: what a network has to beat. */
export async function pixelsOf(
  { train, test }: { readonly train: Source; readonly test: Source },
  size: number,
): Promise<{ readonly train: Features; readonly test: Features }> {
  const [first, second] = oneChannel([
    await withPictures(train, size, rawPixels),
    await withPictures(test, size, rawPixels),
  ]) as [Features, Features];
  return { train: first, test: second };
}

async function withPictures(
  source: Source,
  size: number,
  measure: (pictures: ReturnType<typeof evaluationBatches>) => Promise<Features>,
): Promise<Features> {
  const pictures = evaluationBatches(source, evaluationView({ size }), { batchSize: BATCH });
  try {
    return await measure(pictures);
  } finally {
    await pictures.close(); // else the process would wait for its threads to be idle long enough
  }
}
