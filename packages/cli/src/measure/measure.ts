import type { Backbone } from "@unlabeled/core";
import type { Source } from "@unlabeled/data";
import {
  center,
  type Features,
  type FewLabelFigure,
  type Figure,
  fewLabelAccuracy,
  type KnnProtocol,
  knnAccuracy,
  type SweepFigure,
  standardize,
  sweepPenalty,
} from "@unlabeled/eval";
import { featuresOf, pixelsOf } from "./tables.ts";

/** What stands for the pictures: one row of the table. */
export interface Representation {
  readonly name: string;
  readonly train: Features;
  readonly test: Features;
}

/** The figures of one representation. */
export interface Worth {
  readonly name: string;
  /** Logistic regression on all labels. */
  readonly linear: SweepFigure;
  /** Logistic regression on a few labels a class: mean and deviation over draws. */
  readonly few: FewLabelFigure;
  readonly knn: Figure<KnnProtocol>;
}

/** λ that the linear probe chooses from, on a tenth of the training rows. */
const PENALTIES = [10, 100, 1000];
const TOLERANCE = 1e-3; // of the mean loss's gradient: on standardized rows accuracies no longer move
const KNN = { k: 20, temperature: 0.07 }; // DINO's, which suits a few thousand pictures
const FEW = { labelsPerClass: 10, draws: 10, l2: 1 };

/** Raw pixels, an untrained network and the trained one, on the same pictures. */
export async function representations(
  networks: { readonly untrained: Backbone; readonly trained: Backbone },
  { train, test }: { readonly train: Source; readonly test: Source },
  size: number,
): Promise<readonly [Representation, Representation, Representation]> {
  const featured = async (name: string, backbone: Backbone): Promise<Representation> => ({
    name,
    train: await featuresOf(backbone, train, size),
    test: await featuresOf(backbone, test, size),
  });
  return [
    { name: "raw pixels", ...(await pixelsOf({ train, test }, size)) },
    await featured("untrained network", networks.untrained),
    await featured("trained network", networks.trained),
  ];
}

/** What a representation is worth: a linear probe, a few labels, and its neighbours. All are treated alike. */
export async function measureWorth(
  { name, train, test }: Representation,
  seed: number,
): Promise<Worth> {
  const scaled = standardize(train, test);
  const centred = center(train, test);
  return {
    name,
    linear: await sweepPenalty(scaled.train, scaled.test, {
      penalties: PENALTIES,
      tolerance: TOLERANCE,
      seed,
    }),
    few: await fewLabelAccuracy(scaled.train, scaled.test, { ...FEW, seed }),
    knn: await knnAccuracy(centred.train, centred.test, KNN),
  };
}
