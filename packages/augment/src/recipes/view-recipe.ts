import type { Range } from "../crops/crop.ts";

/** How a crop is drawn. */
export type CropSamplerName = "torchvision" | "tensorflow" | "byol" | "central";

/** How to interpolate when a crop is brought to its size. */
export type Interpolation = "bilinear" | "bicubic";

/**
 * One view's augmentation as data (JSON), in the order in which it is applied: crop and resize, flip,
 * colour jitter, greyscale, blur, solarize, normalize.
 */
export interface ViewRecipe {
  /** Share of the picture's area that a crop covers, in (0, 1]. Default [0.08, 1], both papers'. */
  cropArea?: Range | undefined;
  /** Width / height of a crop, > 0. Default [3/4, 4/3], both papers'. */
  cropAspect?: Range | undefined;
  /**
   * How a crop is drawn from those ranges. "torchvision": area and log aspect uniform, ten tries;
   * "tensorflow": SimCLR's code, aspect and height uniform, at least a tenth of the picture; "byol":
   * area and log aspect uniform, one try, cut to the picture; "central": the largest square in the
   * middle, without chance, whatever the ranges are. Default "torchvision".
   */
  cropSampler?: CropSamplerName | undefined;
  /** Antialiased. Default "bilinear", torchvision's; both papers have "bicubic". */
  interpolation?: Interpolation | undefined;
  /** Probability of a mirror image, left to right. Default 0; both papers 0.5. */
  flip?: number | undefined;
  /** Default false. */
  jitter?: JitterRecipe | false | undefined;
  /** Probability that colour is taken away. Default 0; both papers 0.2. */
  greyscale?: number | undefined;
  /** Whether that happens before the jitter, as in MoCo v1, not after it. Default false. */
  greyscaleFirst?: boolean | undefined;
  /** Default false. */
  blur?: BlurRecipe | false | undefined;
  /** Default false. */
  solarize?: SolarizeRecipe | false | undefined;
  /** Default false: values stay in [0, 1]. */
  normalize?: NormalizeRecipe | false | undefined;
}

/** Random changes of colour, in a random order for each view; values are clipped after each. */
export interface JitterRecipe {
  /** That any of it happens. Default 1; both papers 0.8. */
  probability?: number | undefined;
  /** b ≥ 0: factor in [max(0, 1 - b), 1 + b], or with "byol" what is added, in [-b, b]. Default 0. */
  brightness?: number | undefined;
  /** c ≥ 0: factor in [max(0, 1 - c), 1 + c]. Default 0. */
  contrast?: number | undefined;
  /** s ≥ 0: factor in [max(0, 1 - s), 1 + s]. Default 0. */
  saturation?: number | undefined;
  /** h in [0, 0.5]: turns of the circle in [-h, h]. Default 0. */
  hue?: number | undefined;
  /**
   * What the words mean. "torchvision": brightness multiplies, contrast is around the picture's mean
   * luma, saturation blends with the pixel's luma. "simclr" (v2's code): brightness multiplies,
   * contrast is around each channel's mean, saturation scales S of HSV. "byol" (and SimCLR v1): as
   * "simclr", but brightness is added. Default "torchvision".
   */
  definition?: "torchvision" | "simclr" | "byol" | undefined;
}

/** A Gaussian blur of random width. */
export interface BlurRecipe {
  /** Default 1; SimCLR 0.5, BYOL 1 and 0.1. */
  probability?: number | undefined;
  /** Standard deviation, pixels of the view, > 0. Default [0.1, 2], both papers'. */
  sigma?: Range | undefined;
  /** Taps a direction, odd. Default 2 * floor(size / 20) + 1, both papers': 1 (no blur) below 20 px, 3 at 32, 23 at 224. */
  kernelSize?: number | undefined;
}

/** Values from the threshold on are inverted. */
export interface SolarizeRecipe {
  /** Default 1; BYOL 0.2, second view only. */
  probability?: number | undefined;
  /** In [0, 1]. Default 0.5, BYOL's. */
  threshold?: number | undefined;
}

/** (x - mean) / std, by channel: the view is then no longer in [0, 1]. */
export interface NormalizeRecipe {
  /** Red, green, blue. ImageNet's: [0.485, 0.456, 0.406]. */
  mean: readonly [number, number, number];
  /** Red, green, blue, > 0. ImageNet's: [0.229, 0.224, 0.225]. */
  std: readonly [number, number, number];
}

type Filled<T> = { readonly [K in keyof T]-?: Exclude<T[K], undefined> };

/** A recipe with every default written out. */
export interface CompleteRecipe
  extends Omit<Filled<ViewRecipe>, "jitter" | "blur" | "solarize" | "normalize"> {
  readonly jitter: Filled<JitterRecipe> | false;
  readonly blur: Filled<BlurRecipe> | false;
  readonly solarize: Filled<SolarizeRecipe> | false;
  readonly normalize: Filled<NormalizeRecipe> | false;
}
