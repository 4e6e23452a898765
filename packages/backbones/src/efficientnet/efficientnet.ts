import type { Backbone } from "@unlabeled/core";
import { assertDropRate } from "../drop-rates.ts";
import { assertFrozenStages } from "../frozen-stages.ts";
import { assertPixelStatistics, IMAGENET_PIXELS } from "../pixel-statistics.ts";
import { scaledArchitecture } from "./architecture.ts";
import { buildEfficientnet } from "./build-efficientnet.ts";
import type { EfficientnetOptions, EfficientnetScale } from "./efficientnet-options.ts";

/**
 * An EfficientNet of any size: images `[N, H, W, 3]` in [0, 1] to features `[N, F]`.
 *
 * F is 1280 · widthMultiplier, rounded to a multiple of 8. (width, depth) of the paper's: B0 (1, 1), B1 (1, 1.1),
 * B2 (1.1, 1.2), B3 (1.2, 1.4), B4 (1.4, 1.8), B5 (1.6, 2.2), B6 (1.8, 2.6), B7 (2, 3.1); Noisy Student's L2
 * (4.3, 5.3).
 *
 * `stages` gives the maps of the seven stages and of the last convolution, whose mean the features are; with the
 * "imagenet" stem they have strides 2, 4, 8, 16, 16, 32, 32, 32, with "small" half of them. With equal weights it
 * computes what torchvision's EfficientNets compute, or with padding "same" what the official code does. Variables
 * are named as in `stem/kernel`, `stage2/block0/expand/kernel`, `stage2/block0/depthwise/norm/mean`,
 * `stage2/block0/squeeze/bias`, `head/norm/scale`.
 *
 * Dropout belongs to the classifier: `dropoutLayer`.
 *
 * @throws {RangeError} If a multiplier is not above 0, or an option is out of range.
 *
 * @see Tan and Le, EfficientNet, 2019, table 1 and section 3.3: https://arxiv.org/abs/1905.11946
 *
 * @example
 * const b1 = efficientnet({ widthMultiplier: 1, depthMultiplier: 1.1, stem: "imagenet", seed: 0 });
 */
export function efficientnet({
  widthMultiplier,
  depthMultiplier,
  stem,
  seed,
  padding = "symmetric",
  normalize = IMAGENET_PIXELS,
  decay = 0.99,
  epsilon = 1e-3,
  stochasticDepth = 0,
  frozenStages = 0,
}: EfficientnetScale & EfficientnetOptions): Backbone {
  const options = { stem, padding, normalize, decay, epsilon, stochasticDepth };
  assertOptions({ widthMultiplier, depthMultiplier, ...options });
  const architecture = scaledArchitecture(widthMultiplier, depthMultiplier);
  assertFrozenStages("efficientnet", frozenStages, architecture.stages.length);
  return buildEfficientnet(architecture, { ...options, frozenStages, seed });
}

/**
 * EfficientNet-B0: {@link efficientnet} with both multipliers 1; 1280 features.
 *
 * @throws {RangeError} If an option is out of range.
 *
 * @see Tan and Le, EfficientNet, 2019, table 1: https://arxiv.org/abs/1905.11946
 *
 * @example
 * const backbone = efficientnetB0({ stem: "imagenet", seed: 0 });
 */
export function efficientnetB0(options: EfficientnetOptions): Backbone {
  return efficientnet({ ...options, widthMultiplier: 1, depthMultiplier: 1 });
}

type ResolvedOptions = EfficientnetScale & Required<Omit<EfficientnetOptions, "seed">>;

function assertOptions({
  normalize,
  decay,
  stem,
  padding,
  stochasticDepth,
  ...positive
}: Omit<ResolvedOptions, "frozenStages">): void {
  for (const [name, value] of Object.entries(positive)) {
    if (!(value > 0 && Number.isFinite(value))) {
      throw new RangeError(`efficientnet: ${name} must be a number above 0; got ${value}.`);
    }
  }
  if (!(decay >= 0 && decay <= 1)) {
    throw new RangeError(`efficientnet: decay must be in [0, 1]; got ${decay}.`);
  }
  assertDropRate("efficientnet", stochasticDepth);
  if (normalize) assertPixelStatistics("efficientnet", normalize);
  for (const [name, value] of Object.entries({ stem, padding })) {
    const allowed = WORDS[name as keyof typeof WORDS];
    if (!allowed.includes(value)) {
      throw new RangeError(
        `efficientnet: ${name} must be one of "${allowed.join('", "')}"; got "${value}".`,
      );
    }
  }
}

const WORDS: Record<"stem" | "padding", readonly string[]> = {
  stem: ["imagenet", "small"],
  padding: ["symmetric", "same"],
};
