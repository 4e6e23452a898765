import type { Elements } from "./addon.ts";

/** Of images: pooling, depthwise convolutions, scaling of channels. `windows` as {@link windowsOf} makes them. */
export interface ImageFunctions {
  /** Weights are `[kh, kw, C]`. */
  depthwise(windows: Int32Array, x: Elements, weights: Float32Array, y: Elements): void;
  depthwiseInputGradient(
    windows: Int32Array,
    dy: Elements,
    weights: Float32Array,
    dx: Elements,
  ): void;
  depthwiseWeightGradient(windows: Int32Array, x: Elements, dy: Elements, dw: Float32Array): void;

  maximumPool(windows: Int32Array, x: Elements, y: Elements): void;
  averagePool(windows: Int32Array, x: Elements, y: Elements): void;
  maximumPoolGradient(windows: Int32Array, x: Elements, dy: Elements, dx: Elements): void;
  averagePoolGradient(windows: Int32Array, dy: Elements, dx: Elements): void;

  scaleChannels(
    images: number,
    pixels: number,
    channels: number,
    x: Elements,
    factors: Float32Array,
    y: Elements,
  ): void;
  scaleChannelsGradient(
    images: number,
    pixels: number,
    channels: number,
    x: Elements,
    factors: Float32Array,
    dy: Elements,
    dyToo: Elements | undefined,
    dx: Elements,
    dFactors: Float32Array,
  ): void;
}
