import * as tf from "@tensorflow/tfjs";
import { precedeKernel } from "./replace-kernel.ts";
import { windowsOf } from "./windows.ts";

interface Attributes {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: "same" | "valid" | number | tf.backend_util.ExplicitPadding;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

type GradientInputs = Record<"dy" | "input", tf.TensorInfo>;

const FORWARD = { MaxPool: "maximumPool", AvgPool: "averagePool" } as const;

/** MaxPool, AvgPool and their gradients, in the form that x has. */
export function registerPooling(): void {
  for (const [kernelName, name] of Object.entries(FORWARD)) {
    precedeKernel(
      kernelName,
      ({ x }: Record<"x", tf.TensorInfo>, attributes: Attributes, backend) => {
        const info = poolInfo(x, attributes);
        if (!info || isIdentity(info)) return undefined;
        const form = backend.unfolded(x);
        const { tensor, elements } = backend.make(info.outShape, form);
        backend.addon[name](windowsOf(info), backend.elements(x, form), elements);
        return tensor;
      },
    );
  }

  precedeKernel("MaxPoolGrad", (inputs: GradientInputs, attributes: Attributes, backend) => {
    const { dy, input: x } = inputs;
    const info = poolInfo(x, attributes);
    if (!info) return undefined;
    const form = backend.unfolded(x);
    const { tensor, elements } = backend.make(info.inShape, form);
    const [images, gradient] = [backend.elements(x, form), backend.elements(dy, form)];
    backend.addon.maximumPoolGradient(windowsOf(info), images, gradient, elements);
    return tensor;
  });

  precedeKernel("AvgPoolGrad", (inputs: GradientInputs, attributes: Attributes, backend) => {
    const { dy, input: x } = inputs;
    const info = poolInfo(x, attributes);
    if (!info) return undefined;
    const form = backend.unfolded(x);
    const { tensor, elements } = backend.make(info.inShape, form);
    backend.addon.averagePoolGradient(windowsOf(info), backend.elements(dy, form), elements);
    return tensor;
  });
}

/** Undefined where tfjs's own kernel shall compute: other types than float32, and what has no elements. */
function poolInfo(
  x: tf.TensorInfo,
  { filterSize, strides, pad, dimRoundingMode }: Attributes,
): tf.backend_util.Conv2DInfo | undefined {
  if (x.dtype !== "float32") return undefined;
  const info = tf.backend_util.computePool2DInfo(
    x.shape as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const sizes = [info.inShape, info.outShape].map(tf.util.sizeFromShape);
  return sizes.every((size) => size > 0) ? info : undefined;
}

/** tfjs hands x on then. */
function isIdentity({ filterHeight, filterWidth, inShape, outShape }: tf.backend_util.Conv2DInfo) {
  return filterHeight === 1 && filterWidth === 1 && tf.util.arraysEqual(inShape, outShape);
}
