import * as tf from "@tensorflow/tfjs";
import { withOneDnn } from "../backend/one-dnn.ts";
import { type Attributes, runOperation } from "../backend/run-operation.ts";
import type { TensorflowBackend } from "../backend/tensorflow-backend.ts";
import { replaceKernel } from "./replace-kernel.ts";

type Inputs<Names extends string> = Record<Names, tf.TensorInfo>;

interface NormAttributes {
  readonly epsilon: number;
  readonly relu: boolean;
  /** Whether the gradient of a residual is wanted. */
  readonly residual?: boolean;
}

/** `BatchNormTrain` and `BatchNormTrainGrad` of `@unlabeled/core`, by TensorFlow's FusedBatchNormV3. */
export function registerBatchNorm(): void {
  replaceKernel(
    "BatchNormTrain",
    (
      inputs: Inputs<"x" | "scale" | "offset"> & { residual?: tf.TensorInfo },
      { epsilon, relu }: NormAttributes,
      backend,
    ) => {
      const { x, scale, offset, residual } = inputs;
      const reluInside = relu && !residual && backend.oneDnn;
      const normalize = x.shape.length === 2 ? forwardOfRows : forward;
      const [y, mean, variance] = normalize(backend, [x, scale, offset], epsilon, reluInside);
      const sum = residual ? then(backend, "AddV2", y, [residual]) : y;
      return [relu && !reluInside ? then(backend, "Relu", sum) : sum, mean, variance];
    },
  );

  replaceKernel(
    "BatchNormTrainGrad",
    (
      { dy, x, scale, y, mean, variance }: Inputs<"dy" | "x" | "scale" | "y" | "mean" | "variance">,
      { epsilon, relu, residual = true }: NormAttributes,
      backend,
    ) => {
      const masked = relu ? compute(backend, "ReluGrad", [dy, y]) : undefined;
      const gradients = backward(backend, [masked ?? dy, x, scale, mean, variance], epsilon);
      if (!residual) {
        masked?.dispose();
        return gradients;
      }
      if (masked) return [...gradients, masked];
      backend.incRef(dy.dataId); // without a ReLU the residual's gradient is dy itself
      return [...gradients, { dataId: dy.dataId, shape: dy.shape, dtype: dy.dtype }];
    },
  );
}

/** y, mean and biased variance. */
function forward(
  backend: TensorflowBackend,
  [x, scale, offset]: readonly [tf.TensorInfo, tf.TensorInfo, tf.TensorInfo],
  epsilon: number,
  relu: boolean,
): [tf.Tensor, tf.Tensor, tf.Tensor] {
  const none = tf.tensor1d([], "float32");
  const attributes = { ...attributesOf(epsilon), exponential_avg_factor: { float: 1 } };
  const fused = { num_side_inputs: 0, activation_mode: "Relu" };
  const operation = relu
    ? withOneDnn(backend, "FusedBatchNormEx", { ...attributes, ...fused })
    : withOneDnn(backend, "FusedBatchNormV3", attributes);
  const [y, mean, unbiased, savedMean, saved, space] = asImages(backend, [x], (images) =>
    run(backend, operation, [...images, scale, offset, none, none], 6),
  ) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  tf.dispose([none, savedMean, space]);
  if (!backend.binding.isUsingGpuDevice()) {
    unbiased.dispose();
    return [y, mean, saved];
  }
  saved.dispose(); // cuDNN's is another quantity
  const rows = tf.util.sizeFromShape(x.shape) / mean.size;
  const factor = tf.scalar(rows > 1 ? (rows - 1) / rows : 1);
  const variance = then(backend, "Mul", unbiased, [factor]);
  factor.dispose();
  return [y, mean, variance];
}

/**
 * The same of rows `[N, C]`, with the first row taken off before and added to the mean: of features far from 0
 * TensorFlow's float32 sums would lose the last digits of the mean.
 */
function forwardOfRows(
  backend: TensorflowBackend,
  [x, scale, offset]: readonly [tf.TensorInfo, tf.TensorInfo, tf.TensorInfo],
  epsilon: number,
  relu: boolean,
): [tf.Tensor, tf.Tensor, tf.Tensor] {
  const first = tf.slice2d(x as tf.Tensor2D, [0, 0], [1, x.shape[1] as number]);
  const near = compute(backend, "Sub", [x, first]);
  const [y, meanOfNear, variance] = forward(backend, [near, scale, offset], epsilon, relu);
  const mean = tf.tidy(() => tf.add(meanOfNear, tf.reshape(first, [-1])));
  tf.dispose([first, near, meanOfNear]);
  return [y, mean, variance];
}

/** Gradients of x, scale and offset. */
function backward(
  backend: TensorflowBackend,
  [dy, x, scale, mean, variance]: readonly [
    tf.TensorInfo,
    tf.TensorInfo,
    tf.TensorInfo,
    tf.TensorInfo,
    tf.TensorInfo,
  ],
  epsilon: number,
): tf.Tensor[] {
  const space = tf.scalar(0); // a scalar is none
  const inverse = backend.binding.isUsingGpuDevice()
    ? tf.tidy(() => tf.rsqrt(tf.add(variance as tf.Tensor, epsilon))) // what cuDNN saves
    : undefined;
  const operation = withOneDnn(backend, "FusedBatchNormGradV3", attributesOf(epsilon));
  const outputs = asImages(backend, [dy, x], (images) =>
    run(backend, operation, [...images, scale, mean, inverse ?? variance, space], 5),
  );
  tf.dispose([space, ...(inverse ? [inverse] : []), ...outputs.slice(3)]);
  return outputs.slice(0, 3);
}

function attributesOf(epsilon: number): Attributes {
  return {
    T: { type: "float32" },
    U: { type: "float32" },
    epsilon: { float: epsilon },
    data_format: "NHWC",
    is_training: true,
  };
}

type Operation = readonly [name: string, attributes: Attributes];

function run(
  backend: TensorflowBackend,
  [name, attributes]: Operation,
  inputs: readonly tf.TensorInfo[],
  outputs: number,
): tf.Tensor[] {
  return runOperation(backend, name, inputs, attributes, outputs);
}

/** Runs an operation on images that takes no other shape on tensors of one shape; its first output has that shape too. */
function asImages(
  backend: TensorflowBackend,
  tensors: readonly tf.TensorInfo[],
  operation: (images: readonly tf.TensorInfo[]) => tf.Tensor[],
): tf.Tensor[] {
  const { shape } = tensors[0] as tf.TensorInfo;
  if (shape.length === 4) return operation(tensors);
  const C = shape.at(-1) as number;
  const images = tensors.map((one) => reshaped(backend, one, [-1, 1, 1, C]));
  const [first, ...others] = operation(images) as [tf.Tensor];
  const y = reshaped(backend, first, shape);
  tf.dispose([...images, first]);
  return [y, ...others];
}

function reshaped(
  backend: TensorflowBackend,
  x: tf.TensorInfo,
  shape: readonly number[],
): tf.Tensor {
  const sizes = tf.tensor1d([...shape], "int32");
  const [y] = runOperation<[tf.Tensor]>(backend, "Reshape", [x, sizes], {
    T: { type: x.dtype },
    Tshape: { type: "int32" },
  });
  sizes.dispose();
  return y;
}

function compute(
  backend: TensorflowBackend,
  name: string,
  inputs: readonly tf.TensorInfo[],
): tf.Tensor {
  return runOperation<[tf.Tensor]>(backend, name, inputs, { T: { type: "float32" } })[0];
}

/** An operation on x, which is disposed, and others, which are not. */
function then(
  backend: TensorflowBackend,
  name: string,
  x: tf.Tensor,
  others: readonly tf.TensorInfo[] = [],
): tf.Tensor {
  const y = compute(backend, name, [x, ...others]);
  x.dispose();
  return y;
}
