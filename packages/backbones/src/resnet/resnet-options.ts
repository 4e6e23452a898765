import type { PixelStatistics } from "../pixel-statistics.ts";

/** What ResNets of every depth have. */
export interface ResnetOptions {
  /**
   * "imagenet": convolution 7x7 with stride 2, then max-pooling 3x3 with stride 2: for images of about
   * 100 pixels and more. "small": convolution 3x3 with stride 1, no pooling: for images of about 64
   * pixels and less (SimCLR's for CIFAR-10: 2020, appendix B.9). "strided": as "small" with stride 2, for a
   * quarter of its cost (no paper's).
   */
  stem: "imagenet" | "small" | "strided";
  /** Decides the initial values. Integer in [0, 2^32). */
  seed: number;
  /** Channels of the stem and the first stage; each stage after has twice as many. Default 64, the paper's. */
  width?: number;
  /**
   * Features are the means over grid × grid regions of the last maps, which keep where things are; an
   * integer ≥ 1. Default 1, the mean of the whole maps, every paper's.
   */
  grid?: number;
  /**
   * Whether the last γ of each block begins at 0, so that blocks begin as identities. SimCLR: true;
   * BYOL's results: false. Default false, as in torchvision.
   */
  zeroInitResidual?: boolean;
  /**
   * Which first blocks have a convolution on their shortcut: those that change size or channels ("where
   * needed", the paper's option B, as in torchvision), or that of every stage ("every stage", BYOL's
   * ResNet-18 and 34). Default "where needed".
   */
  shortcut?: "where needed" | "every stage";
  /**
   * Selective kernels in place of the bottlenecks' 3x3 convolutions: two such convolutions, mixed channel by
   * channel by weights that the whole maps decide. The number, in (0, 1], is how many channels the layer
   * that decides has, over those of the maps, at least 32; SimCLRv2: 0.0625. As in its code they bring
   * ResNet-D along: the "imagenet" stem has three convolutions 3x3 instead of the 7x7, and means over 2x2
   * come before the convolutions on shortcuts. Basic blocks cannot have them. Default false.
   */
  selectiveKernels?: number | false;
  /**
   * Pixels are normalized with this mean and deviation first; false: they are not (SimCLR). Default
   * ImageNet's, as BYOL does inside the network.
   */
  normalize?: PixelStatistics | false;
  /**
   * Stochastic depth: how likely, at the end of the network, training leaves out what a block adds, image by image; from 0 at the
   * first block it rises by the same from block to block. In [0, 1); above 0 the network needs `seeds` in
   * training. Default 0; Noisy Student: 0.2.
   */
  stochasticDepth?: number;
  /**
   * How many stages, with all that is before them, a training leaves as they are: evaluated in both modes, their variables
   * counted as statistics. An integer in [0, stages]; 0: all is trained. Default 0. Noisy Student keeps the first ones when it
   * goes on at a larger size.
   */
  frozenStages?: number;
  /** What running statistics keep at each training step, in [0, 1]. Default 0.9, BYOL's, SimCLR's and torchvision's. */
  decay?: number;
}

/** A ResNet's depth and kind of block, beside {@link ResnetOptions}. */
export interface ResnetShape {
  /**
   * Blocks of each stage: [2, 2, 2, 2] is ResNet-18, [1, 1, 1, 1] ResNet-10. The papers' have four stages;
   * for small images fewer do.
   */
  blocks: readonly number[];
  /** "basic": two convolutions 3x3. "bottleneck": 1x1, 3x3, 1x1, with four times the channels outside. */
  block: "basic" | "bottleneck";
}

/** Everything that decides the layers of a ResNet. */
export type ResolvedResnet = ResnetShape & Required<Omit<ResnetOptions, "seed">>;
