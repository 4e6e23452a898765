import { type Source, splitSource } from "@unlabeled/data";
import type { ImageClassifier } from "@unlabeled/simclr-distill";
import type { Probe } from "@unlabeled/train";
import { accuracyOf } from "./measure-classifier.ts";

/** The measure by which training ends early: accuracy on labels that are held out of it. */
export const VALIDATION = "probe/accuracy";

/** The part of the labels that is held out for it. */
const HELD_OUT = 0.2;

/** Labelled pictures to learn from, and those by which it is decided when to stop. */
export function validationSplit(
  source: Source,
  seed: number,
): { readonly train: Source; readonly heldOut: Source } {
  return splitSource(source, { heldOut: HELD_OUT, seed, stratified: true });
}

/** Measures the accuracy on held-out labels once an epoch. */
export function validationProbe(
  network: ImageClassifier,
  heldOut: Source,
  { size, stepsPerEpoch }: { readonly size: number; readonly stepsPerEpoch: number },
): Probe {
  return {
    everySteps: stepsPerEpoch,
    measure: async () => ({ accuracy: (await accuracyOf(network, heldOut, size)).accuracy }),
  };
}
