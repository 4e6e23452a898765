import * as tf from "@tensorflow/tfjs";
import { isHeldInHalves, moved } from "./move.ts";
import { precedeKernel } from "./replace-kernel.ts";
import { part, whole } from "./view.ts";

type Inputs = Record<"x", tf.TensorInfo>;

interface SliceAttributes {
  begin: number | number[];
  size: number | number[];
}

interface StridedAttributes {
  begin: number[];
  end: number[];
  strides: number[];
  beginMask: number;
  endMask: number;
  ellipsisMask: number;
  newAxisMask: number;
  shrinkAxisMask: number;
}

/** Slice, StridedSlice and Reverse. What lies together in float32 tfjs hands on without moving it. */
export function registerSlices(): void {
  precedeKernel("Slice", ({ x }: Inputs, { begin, size }: SliceAttributes, backend) => {
    const [from, sizes] = tf.slice_util.parseSliceParams(x, begin, size) as [number[], number[]];
    tf.slice_util.assertParamsValid(x, from, sizes);
    const together = tf.slice_util.isSliceContinous(x.shape, from, sizes);
    if (together && !isHeldInHalves(backend, x)) return undefined;
    return moved(backend, x, sizes, part(whole(x.shape), from, sizes), whole(sizes));
  });

  precedeKernel("StridedSlice", ({ x }: Inputs, attributes: StridedAttributes, backend) => {
    const { begin, end, strides, beginMask, endMask } = attributes;
    const { ellipsisMask, newAxisMask, shrinkAxisMask } = attributes;
    const masks = [beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask] as const;
    const info = tf.slice_util.sliceInfo(x.shape, begin, end, strides, ...masks);
    if (info.isIdentity || info.sliceDim0 || info.isSimpleSlice) return undefined;
    // not finalShapeSparse, which lacks the axes that shrink: tfjs's own kernel takes others for them
    const sizes = tf.slice_util
      .computeOutShape(info.begin, info.end, info.strides)
      .map((size) => Math.max(0, size));
    const source = part(whole(x.shape), info.begin, sizes, info.strides);
    return moved(backend, x, info.finalShape, source, whole(sizes));
  });

  precedeKernel("Reverse", ({ x }: Inputs, { dims }: { dims: number | number[] }, backend) => {
    if (x.shape.length === 0) return undefined;
    const axes = tf.util.parseAxisParam(dims, x.shape);
    const begin = x.shape.map((size, axis) => (axes.includes(axis) ? size - 1 : 0));
    const steps = x.shape.map((_size, axis) => (axes.includes(axis) ? -1 : 1));
    const source = part(whole(x.shape), begin, x.shape, steps);
    return moved(backend, x, x.shape, source, whole(x.shape));
  });
}
