import type * as tf from "@tensorflow/tfjs";
import { replaceKernel } from "./replace-kernel.ts";

interface Attributes {
  epsilon: number;
  relu: boolean;
  /** Whether the gradient of a residual is wanted. */
  residual?: boolean;
}

interface ForwardInputs {
  x: tf.TensorInfo;
  scale: tf.TensorInfo;
  offset: tf.TensorInfo;
  residual?: tf.TensorInfo;
}

type BackwardInputs = Record<"dy" | "x" | "scale" | "y" | "mean" | "variance", tf.TensorInfo>;

/** `BatchNormTrain` and `BatchNormTrainGrad` of `@unlabeled/core`: two passes over memory each, in the form that x has. */
export function registerBatchNorm(): void {
  replaceKernel(
    "BatchNormTrain",
    (inputs: ForwardInputs, { epsilon, relu }: Attributes, backend) => {
      const { x, scale, offset, residual } = inputs;
      const form = backend.form(x);
      const C = x.shape.at(-1) as number;
      const elements = backend.elements(x, form);
      const y = backend.make(x.shape, form);
      const mean = backend.makeFloats([C]);
      const variance = backend.makeFloats([C]);
      backend.addon.batchNormForward(
        elements.length / C,
        C,
        epsilon,
        relu,
        elements,
        backend.floats(scale),
        backend.floats(offset),
        residual && backend.elements(residual, form),
        y.elements,
        mean.elements,
        variance.elements,
      );
      return [y.tensor, mean.tensor, variance.tensor];
    },
  );

  replaceKernel("BatchNormTrainGrad", (inputs: BackwardInputs, attributes: Attributes, backend) => {
    const { dy, x, scale, y, mean, variance } = inputs;
    const { epsilon, relu, residual = true } = attributes;
    const form = backend.form(x);
    const C = x.shape.at(-1) as number;
    const elements = backend.elements(x, form);
    // two gradients that meet here are added as they are read
    const [first, second] = backend.data.get(dy.dataId).sum ?? [dy];
    const dx = backend.make(x.shape, form);
    const dScale = backend.makeFloats([C]);
    const dOffset = backend.makeFloats([C]);
    const masked = residual && (relu || second) ? backend.make(x.shape, form) : undefined;
    backend.addon.batchNormBackward(
      elements.length / C,
      C,
      epsilon,
      relu,
      elements,
      backend.elements(first, form),
      second && backend.elements(second, form),
      backend.floats(scale),
      backend.elements(y, form),
      backend.floats(mean),
      backend.floats(variance),
      dx.elements,
      dScale.elements,
      dOffset.elements,
      masked?.elements,
    );
    const gradients = [dx.tensor, dScale.tensor, dOffset.tensor];
    if (!residual) return gradients;
    if (masked) return [...gradients, masked.tensor];
    backend.incRef(dy.dataId); // without a ReLU the residual's gradient is dy itself
    return [...gradients, { dataId: dy.dataId, shape: dy.shape, dtype: dy.dtype }];
  });
}
