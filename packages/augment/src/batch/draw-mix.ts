import type { RandomStream } from "@unlabeled/core";
import { checkNumber, checkWhole } from "../recipes/check-value.ts";
import { beta } from "./beta.ts";

/** What was drawn to mix a batch: one share, and a partner for each picture. */
export interface DrawnMix {
  /** λ in [0, 1]: what a picture keeps of itself. */
  readonly lambda: number;
  /** Positions in the batch, a permutation; a picture may be its own partner. */
  readonly partners: Uint32Array;
}

/** What was drawn for CutMix. */
export interface DrawnCutMix extends DrawnMix {
  /** Centre of the box, shares of the width and height, in [0, 1). */
  readonly at: readonly [number, number];
}

/**
 * Draws λ ~ Beta(α, α) and a partner for each of `count` pictures, for `mixup`.
 *
 * @param count - Pictures in the batch, an integer ≥ 1.
 * @param options.alpha - α > 0: 1 is uniform, small values keep pictures almost whole. mixup's paper has
 *   0.1 to 0.4 for ImageNet and 1 for CIFAR-10.
 * @throws {RangeError} If a value is outside its range.
 *
 * @see Zhang et al., mixup: Beyond Empirical Risk Minimization, 2018: https://arxiv.org/abs/1710.09412
 */
export function drawMixup(
  count: number,
  { alpha, random }: { alpha: number; random: RandomStream },
): DrawnMix {
  checkWhole("drawMixup: count", count, 1);
  checkNumber("drawMixup: alpha", alpha, "above 0");
  return { lambda: beta(random, alpha, alpha), partners: partnersOf(count, random) };
}

/**
 * Draws λ ~ Beta(α, α), the centre of a box, and a partner for each of `count` pictures, for `cutMix`.
 *
 * @param count - Pictures in the batch, an integer ≥ 1.
 * @param options.alpha - α > 0. CutMix's paper has 1.
 * @throws {RangeError} If a value is outside its range.
 *
 * @see Yun et al., CutMix, 2019: https://arxiv.org/abs/1905.04899
 */
export function drawCutMix(
  count: number,
  { alpha, random }: { alpha: number; random: RandomStream },
): DrawnCutMix {
  checkWhole("drawCutMix: count", count, 1);
  checkNumber("drawCutMix: alpha", alpha, "above 0");
  return {
    lambda: beta(random, alpha, alpha),
    partners: partnersOf(count, random),
    at: [random.uniform(), random.uniform()],
  };
}

/** A permutation (Fisher-Yates). */
function partnersOf(count: number, random: RandomStream): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}
