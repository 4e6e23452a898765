import type * as tf from "@tensorflow/tfjs";
import type { Elements } from "../addon/addon.ts";
import type { NativeBackend } from "../backend/native-backend.ts";
import { replaceKernel } from "./replace-kernel.ts";

interface Attributes {
  epsilon: number;
  relu?: boolean;
  /** Whether the gradient of a residual is wanted. */
  residual?: boolean;
}

interface ForwardInputs {
  x: tf.TensorInfo;
  scale: tf.TensorInfo;
  offset: tf.TensorInfo;
  residual?: tf.TensorInfo;
}

type GradientInputs = Record<"dy" | "x" | "scale" | "mean" | "variance", tf.TensorInfo>;

/** As the addon numbers them: `Activation` in kernels.h. */
const [NONE, RELU, SWISH] = [0, 1, 2];

/**
 * `BatchNormTrain`, `BatchNormSwishTrain` and their gradients of `@unlabeled/core`: two passes over memory each, in the
 * form that x has.
 */
export function registerBatchNorm(): void {
  replaceKernel("BatchNormTrain", (inputs: ForwardInputs, { epsilon, relu }: Attributes, backend) =>
    forward(backend, inputs, epsilon, relu ? RELU : NONE),
  );
  replaceKernel("BatchNormSwishTrain", (inputs: ForwardInputs, { epsilon }: Attributes, backend) =>
    forward(backend, inputs, epsilon, SWISH),
  );

  replaceKernel(
    "BatchNormTrainGrad",
    (inputs: GradientInputs & { y: tf.TensorInfo }, attributes: Attributes, backend) => {
      const { dy, x, y } = inputs;
      const { epsilon, relu = false, residual = true } = attributes;
      const form = backend.form(x);
      const ownGradient = relu || backend.data.get(dy.dataId).sum !== undefined;
      const masked = residual && ownGradient ? backend.make(x.shape, form) : undefined;
      const gradients = backward(backend, inputs, epsilon, {
        activation: relu ? RELU : NONE,
        ...(relu && { y: backend.elements(y, form) }),
        ...(masked && { dResidual: masked.elements }),
      });
      if (!residual) return gradients;
      if (masked) return [...gradients, masked.tensor];
      backend.incRef(dy.dataId); // without a ReLU the residual's gradient is dy itself
      return [...gradients, { dataId: dy.dataId, shape: dy.shape, dtype: dy.dtype }];
    },
  );
  replaceKernel(
    "BatchNormSwishTrainGrad",
    (inputs: GradientInputs & { offset: tf.TensorInfo }, { epsilon }: Attributes, backend) =>
      backward(backend, inputs, epsilon, {
        activation: SWISH,
        offset: backend.floats(inputs.offset),
      }),
  );
}

function forward(
  backend: NativeBackend,
  { x, scale, offset, residual }: ForwardInputs,
  epsilon: number,
  activation: number,
): tf.TensorInfo[] {
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
    activation,
    elements,
    backend.floats(scale),
    backend.floats(offset),
    residual && backend.elements(residual, form),
    y.elements,
    mean.elements,
    variance.elements,
  );
  return [y.tensor, mean.tensor, variance.tensor];
}

interface Backward {
  readonly activation: number;
  /** Behind a swish. */
  readonly offset?: Float32Array;
  /** Behind a ReLU. */
  readonly y?: Elements;
  readonly dResidual?: Elements;
}

/** Gradients of x, scale and offset. */
function backward(
  backend: NativeBackend,
  { dy, x, scale, mean, variance }: GradientInputs,
  epsilon: number,
  { activation, offset, y, dResidual }: Backward,
): tf.TensorInfo[] {
  const form = backend.form(x);
  const C = x.shape.at(-1) as number;
  const elements = backend.elements(x, form);
  // two gradients that meet here are added as they are read
  const [first, second] = backend.data.get(dy.dataId).sum ?? [dy];
  const dx = backend.make(x.shape, form);
  const dScale = backend.makeFloats([C]);
  const dOffset = backend.makeFloats([C]);
  backend.addon.batchNormBackward(
    elements.length / C,
    C,
    epsilon,
    activation,
    elements,
    backend.elements(first, form),
    second && backend.elements(second, form),
    backend.floats(scale),
    offset,
    y,
    backend.floats(mean),
    backend.floats(variance),
    dx.elements,
    dScale.elements,
    dOffset.elements,
    dResidual,
  );
  return [dx.tensor, dScale.tensor, dOffset.tensor];
}
