import * as tf from "@tensorflow/tfjs";
import {
  type Mode,
  type RowSeeds,
  stochasticDepth,
  type VariableMaker,
  within,
} from "@unlabeled/core";
import type { Stage } from "./architecture.ts";
import { convLayer } from "./conv-layer.ts";
import type { LayerOptions } from "./efficientnet-options.ts";
import { squeezeExcitation } from "./squeeze-excitation.ts";

/** A block of a stage; the first one of a stage has its stride, the others 1. */
type BlockShape = Pick<Stage, "kernel" | "stride" | "expansion" | "outputs"> & {
  /** Channels of what comes in. */
  readonly inputs: number;
};

/** How likely training leaves out what the block adds, and the block's name, of which it draws that. */
interface Drop {
  readonly rate: number;
  readonly layer: string;
}

/**
 * Mobile inverted bottleneck: expand 1x1, depthwise, squeeze-and-excitation, project 1x1; x is added where
 * the shapes allow.
 *
 * @see Sandler et al., MobileNetV2, 2018, table 1: https://arxiv.org/abs/1801.04381
 */
export function mbconv(
  variables: VariableMaker,
  { inputs, outputs, kernel, stride, expansion }: BlockShape,
  { drop, ...options }: LayerOptions & { readonly drop: Drop },
): (x: tf.Tensor4D, mode: Mode, seeds?: RowSeeds) => tf.Tensor4D {
  const inner = inputs * expansion;
  const activation = "swish";
  const expand =
    expansion > 1 &&
    convLayer(
      within(variables, "expand"),
      { size: 1, inputs, outputs: inner, activation },
      options,
    );
  const depthwise = convLayer(
    within(variables, "depthwise"),
    { size: kernel, stride, inputs: inner, outputs: inner, depthwise: true, activation },
    options,
  );
  // a quarter of what comes into the block, not of what is expanded
  const squeezed = Math.max(1, Math.floor(inputs / 4));
  const weigh = squeezeExcitation(variables, { channels: inner, squeezed });
  const project = convLayer(
    within(variables, "project"),
    { size: 1, inputs: inner, outputs, activation: "none" },
    options,
  );
  const shortcut = stride === 1 && inputs === outputs;
  return (x, mode, seeds) =>
    tf.tidy(() => {
      const maps = weigh(depthwise(expand ? expand(x, mode) : x, mode));
      if (!shortcut) return project(maps, mode);
      if (mode === "evaluate" || drop.rate === 0) return project(maps, mode, x);
      return tf.add<tf.Tensor4D>(x, stochasticDepth(project(maps, mode), { ...drop, seeds }));
    });
}
