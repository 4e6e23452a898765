import * as tf from "@tensorflow/tfjs";
import type { NativeBackend } from "../backend/native-backend.ts";
import { precedeKernel } from "./replace-kernel.ts";

interface Attributes {
  readonly axis?: number | number[];
  /** What Max calls its axes. */
  readonly reductionIndices?: number | number[];
  readonly keepDims?: boolean;
}

/** As the addon numbers them (`Reduction` in operations.h). */
const OPERATIONS = ["Sum", "Prod", "Max", "Min"] as const;
const SUM = 0;

/** Sum, Mean, Prod, Max and Min of float32 tensors over any axes. */
export function registerReductions(): void {
  for (const kernelName of [...OPERATIONS, "Mean"] as const) {
    const mean = kernelName === "Mean";
    const operation = mean ? SUM : OPERATIONS.indexOf(kernelName);
    precedeKernel(kernelName, ({ x }: { x: tf.TensorInfo }, attributes: Attributes, backend) => {
      if (x.dtype !== "float32" || x.shape.includes(0)) return undefined;
      const { axis = attributes.reductionIndices, keepDims = false } = attributes;
      return reduced(backend, x, { operation, mean, axes: axesOf(axis, x.shape), keepDims });
    });
  }
}

function axesOf(axis: number | number[] | undefined, shape: number[]): boolean[] {
  const axes = tf.util.parseAxisParam(axis as number | number[], shape);
  return shape.map((_size, i) => axes.includes(i));
}

interface Reduction {
  readonly operation: number;
  /** Whether the sum is divided by the number of what was summed. */
  readonly mean: boolean;
  /** Whether each axis is reduced. */
  readonly axes: readonly boolean[];
  readonly keepDims: boolean;
}

/** One pass for each group of neighbouring axes, the innermost first. */
function reduced(
  backend: NativeBackend,
  x: tf.TensorInfo,
  { operation, mean, axes, keepDims }: Reduction,
): tf.TensorInfo {
  const shape = x.shape.map((size, i) => (axes[i] ? 1 : size));
  const outShape = keepDims ? shape : shape.filter((_size, i) => !axes[i]);
  const passes = passesOver(x.shape, axes);
  const size = tf.util.sizeFromShape(x.shape);
  let from = backend.floats(x);
  let result: tf.TensorInfo | undefined;
  for (const [i, { outer, inner, count }] of passes.entries()) {
    const last = i === passes.length - 1;
    const to = backend.makeFloats(last ? outShape : [outer, inner]);
    const divisor = last && mean ? size / to.elements.length : 1;
    backend.addon.reduce(operation, outer, count, inner, divisor, from, to.elements);
    if (result) backend.disposeData(result.dataId);
    result = to.tensor;
    from = to.elements;
  }
  return result as tf.TensorInfo;
}

interface Pass {
  readonly outer: number;
  readonly count: number;
  readonly inner: number;
}

/** One for each group of neighbouring axes that are reduced; at least one, over 1, that copies. */
function passesOver(shape: readonly number[], axes: readonly boolean[]): Pass[] {
  const dimensions = shape.flatMap((size, i) =>
    size === 1 ? [] : [{ size, reduced: axes[i] === true }],
  );
  const passes: Pass[] = [];
  let [outer, count, inner] = [tf.util.sizeFromShape([...shape]), 1, 1];
  for (let i = dimensions.length - 1; i >= 0; i--) {
    const { size, reduced } = dimensions[i] as { size: number; reduced: boolean };
    outer /= size;
    if (!reduced) {
      inner *= size;
      continue;
    }
    count *= size;
    if (dimensions[i - 1]?.reduced) continue;
    passes.push({ outer, count, inner });
    count = 1;
  }
  return passes.length > 0 ? passes : [{ outer: 1, count: 1, inner }];
}
