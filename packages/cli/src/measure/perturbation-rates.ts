import { type PerturbationName, perturbedView } from "@unlabeled/augment";
import { evaluationBatches, type Source } from "@unlabeled/data";
import { flipRates, framePredictions, type PictureBatch } from "@unlabeled/eval";
import type { ImageClassifier } from "@unlabeled/simclr-distill";

/** Frames that a classifier sees at a time, about. */
const BATCH = 250;

export interface PerturbationOptions {
  /** Height and width of a frame, pixels. */
  readonly size: number;
  readonly perturbations: readonly PerturbationName[];
  /** Of a sequence; default the benchmark's number. */
  readonly frames?: number | undefined;
  /** Of what is random in them. */
  readonly seed: number;
  readonly workers?: number | undefined;
  /** Called after each batch, with the number of sequences until then: pictures times perturbations. */
  readonly onDone: (done: number) => void;
}

/** How often the answers of classifiers flip along the same sequences, by perturbation. */
export interface PerturbationRates {
  /** Of a sequence. */
  readonly frames: Readonly<Record<string, number>>;
  /** Pictures that could be read. */
  readonly pictures: number;
  /** For each classifier its flip probabilities, in [0, 1]. */
  readonly rates: readonly Readonly<Record<string, number>>[];
}

/** Flip probabilities of classifiers on the pictures that can be read. */
export async function perturbationRates(
  classifiers: readonly Pick<ImageClassifier, "apply">[],
  source: Source,
  { size, perturbations, frames, seed, workers, onDone }: PerturbationOptions,
): Promise<PerturbationRates> {
  const counts: Record<string, number> = {};
  const predictions: Record<string, Int32Array[]>[] = classifiers.map(() => ({}));
  for (const [place, perturbation] of perturbations.entries()) {
    const view = perturbedView({ size, perturbation, frames, seed });
    const own = view.height / view.width;
    const batches = evaluationBatches(source, view, {
      ...{ batchSize: Math.max(1, Math.floor(BATCH / own)), cacheBytes: 0 },
      ...(workers !== undefined && { workers }),
    });
    try {
      const counted = counting(batches, (done) => onDone(place * source.length + done));
      const found = await framePredictions(classifiers, counted, { frames: own });
      for (const [at, sequences] of found.entries()) {
        Object.assign(predictions[at] ?? {}, { [perturbation]: sequences });
      }
    } finally {
      await batches.close();
    }
    counts[perturbation] = own;
    onDone((place + 1) * source.length);
  }
  const pictures = Object.values(predictions[0] ?? {})[0]?.length ?? 0;
  return { frames: counts, pictures, rates: predictions.map(flipRates) };
}

/** The same batches; says before each after the first how many pictures are behind it. */
async function* counting(
  batches: AsyncIterable<PictureBatch>,
  onDone: (done: number) => void,
): AsyncGenerator<PictureBatch> {
  let done = 0;
  for await (const batch of batches) {
    if (done > 0) onDone(done);
    yield batch;
    done += batch.indices.length;
  }
}
