import type * as tf from "@tensorflow/tfjs";
import { replaceKernel } from "./replace-kernel.ts";

type Inputs = Record<"x" | "factors", tf.TensorInfo>;

/** `ScaleChannels` and its gradient of `@unlabeled/core`, in the form that x has. */
export function registerScaleChannels(): void {
  replaceKernel("ScaleChannels", ({ x, factors }: Inputs, _attributes, backend) => {
    const form = backend.unfolded(x);
    const y = backend.make(x.shape, form);
    backend.addon.scaleChannels(
      ...sizes(x),
      backend.elements(x, form),
      backend.floats(factors),
      y.elements,
    );
    return [y.tensor];
  });

  replaceKernel(
    "ScaleChannelsGrad",
    ({ dy, x, factors }: Inputs & { dy: tf.TensorInfo }, _attributes, backend) => {
      const form = backend.unfolded(x);
      // two gradients that meet here are added as they are read
      const [first, second] = backend.data.get(dy.dataId).sum ?? [dy];
      const dx = backend.make(x.shape, form);
      const dFactors = backend.makeFloats(factors.shape);
      backend.addon.scaleChannelsGradient(
        ...sizes(x),
        backend.elements(x, form),
        backend.floats(factors),
        backend.elements(first, form),
        second && backend.elements(second, form),
        dx.elements,
        dFactors.elements,
      );
      return [dx.tensor, dFactors.tensor];
    },
  );
}

function sizes({ shape }: tf.TensorInfo): [images: number, pixels: number, channels: number] {
  const [N, H, W, C] = shape as [number, number, number, number];
  return [N, H * W, C];
}
