import type { PixelStatistics } from "../pixel-statistics.ts";

/** What EfficientNets of every size have. */
export interface EfficientnetOptions {
  /**
   * First convolution, 3x3. "imagenet": with stride 2, the paper's. "small": with stride 1, for images of about
   * 64 pixels and less (no paper's).
   */
  stem: "imagenet" | "small";
  /** Decides the initial values. Integer in [0, 2^32). */
  seed: number;
  /**
   * Zeros around maps. "symmetric": (k − 1) / 2 on all sides, as in torchvision's and most of timm's weights.
   * "same": TensorFlow's, fewer before than after where the stride is 2, as in the official weights and timm's `tf_`
   * ones. Default "symmetric".
   */
  padding?: "symmetric" | "same";
  /** Pixels are normalized with this mean and deviation first; false: they are not. Default ImageNet's, as in the official code. */
  normalize?: PixelStatistics | false;
  /**
   * Stochastic depth: how likely, at the end of the network, training leaves out what a block adds, image by image; from 0 at the
   * first block it rises by the same from block to block, and blocks
   * without identity are never left out. In [0, 1); above 0 the network needs `seeds` in
   * training. Default 0; Noisy Student: 0.2.
   */
  stochasticDepth?: number;
  /**
   * How many stages, with all that is before them, a training leaves as they are: evaluated in both modes, their variables
   * counted as statistics. An integer in [0, 7]; 0: all is trained. Default 0. Noisy Student keeps the first ones when it
   * goes on at a larger size.
   */
  frozenStages?: number;
  /** What running statistics keep at each training step, in [0, 1]. Default 0.99, the paper's. */
  decay?: number;
  /** Added to variances, > 0. Default 1e-3, the official code's; torchvision's weights of B0 to B4 need 1e-5. */
  epsilon?: number;
}

/** An EfficientNet's size, beside {@link EfficientnetOptions}. */
export interface EfficientnetScale {
  /** Channels over B0's, > 0. */
  widthMultiplier: number;
  /** Blocks of each stage over B0's, > 0. */
  depthMultiplier: number;
}

/** What the layers need of the options. */
export type LayerOptions = Required<Pick<EfficientnetOptions, "padding" | "decay" | "epsilon">>;
