import type { Backbone } from "@unlabeled/core";
import { type Source, splitSource } from "@unlabeled/data";
import { center, knnAccuracy, logisticProbe, standardize } from "@unlabeled/eval";
import type { Probe } from "@unlabeled/train";
import type { ResolvedConfig } from "../config/resolved-config.ts";
import { type LabeledPair, labeledPair } from "../measure/labeled-pair.ts";
import { featuresOf } from "../measure/tables.ts";

/** Pictures that are looked at, at most: enough to compare two points of a run, few enough to cost little. */
const MOST = { train: 10_000, test: 2_000 };
const KNN = { k: 20, temperature: 0.07 }; // as unlabeled eval all
const LINEAR = { l2: 100, tolerance: 1e-2 };

/**
 * The probe that a configuration asks for: how well neighbours and a linear probe tell the classes of labelled
 * pictures by the backbone's features, now. The backbone learns nothing of it.
 *
 * Each measurement begins anew, so a resumed run has the figures of one never stopped. It holds the features of these
 * pictures, and the pictures of one batch.
 *
 * @returns What measures, and what the figures are of; undefined if none is asked for.
 * @throws {UserError} If the pictures have no labels.
 */
export async function onlineProbe(
  { probe, size, seed }: ResolvedConfig,
  backbone: Backbone,
  { stepsPerEpoch }: { readonly stepsPerEpoch: number },
): Promise<(Probe & { readonly split: string }) | undefined> {
  if (probe === false) return undefined;
  const pair = await labeledPair(probe.data, undefined, seed);
  const [train, test] = [atMost(pair.train, MOST.train, seed), atMost(pair.test, MOST.test, seed)];
  return {
    everySteps: probe.everySteps || (probe.everyEpochs || 1) * stepsPerEpoch,
    split: described(pair, train, test),
    async measure() {
      const [known, asked] = [
        await featuresOf(backbone, train, size),
        await featuresOf(backbone, test, size),
      ];
      const [near, scaled] = [center(known, asked), standardize(known, asked)];
      const k = Math.min(KNN.k, known.count);
      const knn = await knnAccuracy(near.train, near.test, { ...KNN, k });
      const linear = await logisticProbe(scaled.train, scaled.test, LINEAR);
      return { knn: knn.accuracy, linear: linear.accuracy };
    },
  };
}

/** So many of the pictures, drawn at random; all where there are no more. */
function atMost(source: Source, count: number, seed: number): Source {
  if (source.length <= count) return source;
  return splitSource(source, { heldOut: count / source.length, seed }).heldOut;
}

function described({ split }: LabeledPair, { length: train }: Source, test: Source): string {
  return `${train} labelled pictures, measured on ${test.length} (${split})`;
}
