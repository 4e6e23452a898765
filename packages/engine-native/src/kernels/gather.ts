import * as tf from "@tensorflow/tfjs";
import type { Movable } from "../addon/move-functions.ts";
import { movable } from "./move.ts";
import { precedeKernel } from "./replace-kernel.ts";

interface Attributes {
  axis: number;
  batchDims: number;
}

/** GatherV2 without batches. */
export function registerGather(): void {
  precedeKernel(
    "GatherV2",
    (inputs: Record<"x" | "indices", tf.TensorInfo>, attributes: Attributes, backend) => {
      const { x, indices } = inputs;
      const picked = backend.data.get(indices.dataId).values;
      if (attributes.batchDims || !(picked instanceof Int32Array)) return undefined;
      const axis = tf.util.parseAxisParam(attributes.axis, x.shape)[0] as number;
      const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
      const empty = [x.shape, shape].some((one) => tf.util.sizeFromShape(one) === 0);
      const movables = empty ? undefined : movable(backend, [x]);
      if (!movables) return undefined;
      const { tensor, elements } = movables.make(shape);
      const outer = tf.util.sizeFromShape(x.shape.slice(0, axis));
      const rows = x.shape[axis] as number;
      const row = tf.util.sizeFromShape(x.shape.slice(axis + 1));
      const from = movables.elements[0] as Movable;
      backend.addon.gather(outer, rows, row, from, picked, elements);
      return tensor;
    },
  );
}
