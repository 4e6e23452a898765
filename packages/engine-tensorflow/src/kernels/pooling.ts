import * as tf from "@tensorflow/tfjs";
import { cpuKernel } from "@unlabeled/core";
import { type Attributes, runOperation } from "../backend/run-operation.ts";
import { padded, part } from "./padded-image.ts";
import { precedeKernel } from "./replace-kernel.ts";
import { sidesOf } from "./window-padding.ts";

type Shape4 = [number, number, number, number];

interface PoolAttributes {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: "same" | "valid" | number | tf.backend_util.ExplicitPadding;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

/** Pooling with explicit padding, which tfjs-node refuses. */
export function registerPooling(): void {
  precedeKernel(
    "MaxPool",
    ({ x }: Record<"x", tf.TensorInfo>, attributes: PoolAttributes, backend) => {
      const windows = windowsOf(x, attributes);
      if (isWord(windows)) return undefined;
      const image = padded(backend, x, sidesOf(windows), Number.NEGATIVE_INFINITY);
      const [y] = runOperation<[tf.Tensor]>(backend, "MaxPool", [image], stepsOf(windows));
      image.dispose();
      return y;
    },
  );

  precedeKernel(
    "MaxPoolGrad",
    (
      { dy, input, output }: Record<"dy" | "input" | "output", tf.TensorInfo>,
      attributes: PoolAttributes,
      backend,
    ) => {
      const windows = windowsOf(input, attributes);
      if (isWord(windows)) return undefined;
      const sides = sidesOf(windows);
      const image = padded(backend, input, sides, Number.NEGATIVE_INFINITY);
      const inputs = [image, output, dy];
      const [dx] = runOperation<[tf.Tensor]>(backend, "MaxPoolGrad", inputs, stepsOf(windows));
      const inside = part(backend, dx, sides, windows.inShape);
      tf.dispose([image, dx]);
      return inside;
    },
  );

  // with padding TensorFlow divides by the pixels in the window, tfjs's cpu backend in its gradient by the window
  const [averages, gradients] = [cpuKernel("AvgPool"), cpuKernel("AvgPoolGrad")];
  precedeKernel(
    "AvgPool",
    (inputs: Record<"x", tf.TensorInfo>, attributes: PoolAttributes, backend) => {
      if (isWord(windowsOf(inputs.x, attributes))) return undefined;
      return averages({ inputs, attrs: attributes as unknown as tf.NamedAttrMap, backend });
    },
  );
  precedeKernel(
    "AvgPoolGrad",
    (inputs: Record<"dy" | "input", tf.TensorInfo>, attributes: PoolAttributes, backend) => {
      if (windowsOf(inputs.input, attributes).padInfo.type === "VALID") return undefined;
      return gradients({ inputs, attrs: attributes as unknown as tf.NamedAttrMap, backend });
    },
  );
}

/** Whether the padding is one of those that tfjs-node knows. */
function isWord({ padInfo }: tf.backend_util.Conv2DInfo): boolean {
  return padInfo.type === "VALID" || padInfo.type === "SAME";
}

function windowsOf(
  x: tf.TensorInfo,
  { filterSize, strides, pad, dimRoundingMode }: PoolAttributes,
): tf.backend_util.Conv2DInfo {
  const shape = x.shape as Shape4;
  return tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
}

function stepsOf(windows: tf.backend_util.Conv2DInfo): Attributes {
  return {
    T: { type: "float32" },
    ksize: [1, windows.filterHeight, windows.filterWidth, 1],
    strides: [1, windows.strideHeight, windows.strideWidth, 1],
    padding: "VALID",
    data_format: "NHWC",
  };
}
