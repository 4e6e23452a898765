import type { CorruptionTable } from "../corruptions/corruption.ts";
import type { PerturbationName } from "./perturbation.ts";

/** Where the benchmark has another number of frames than 31. */
const OTHERS: Readonly<Record<CorruptionTable, Partial<Record<PerturbationName, number>>>> = {
  imagenet: { translate: 41 },
  small: { motionBlur: 21, translate: 16 },
};

/** More frames than in any sequence of the benchmark would leave the range of its parameters. */
export const MOST_FRAMES = 41;

/** How many frames a sequence of the benchmark has: of ImageNet-P, or for "small" of CIFAR-10-P. */
export function frameCount(perturbation: PerturbationName, table: CorruptionTable): number {
  return OTHERS[table][perturbation] ?? 31;
}
