import * as tf from "@tensorflow/tfjs";
import type { Movable } from "../addon/move-functions.ts";
import type { NativeBackend } from "../backend/native-backend.ts";
import { movable, move } from "./move.ts";
import { precedeKernel } from "./replace-kernel.ts";
import { part, repeated, whole } from "./view.ts";

interface Attributes {
  paddings: [before: number, after: number][];
  constantValue: number;
}

/** PadV2: each element is written once, those around as copies of the constant. */
export function registerPad(): void {
  precedeKernel(
    "PadV2",
    ({ x }: Record<"x", tf.TensorInfo>, { paddings, constantValue }: Attributes, backend) => {
      const movables = movable(backend, [x]);
      const shape = x.shape.map((size, axis) => sum(paddings[axis] as [number, number]) + size);
      if (!movables || tf.util.sizeFromShape(shape) === 0) return undefined;
      const [source] = movables.elements as [Movable];
      // of halves only those of 0 are easily made
      if (source instanceof Uint16Array && constantValue !== 0) return undefined;
      const { tensor, elements } = movables.make(shape);
      const begin = paddings.map(([before]) => before);
      move(backend, source, whole(x.shape), elements, part(whole(shape), begin, x.shape));
      surround(backend, constantOf(source, constantValue), elements, x.shape, shape, paddings);
      return tensor;
    },
  );
}

/** Fills what lies before and behind along each axis: as wide as x along those before it, of full width along the others. */
function surround(
  backend: NativeBackend,
  constant: Movable,
  elements: Movable,
  inner: number[],
  outer: number[],
  paddings: Attributes["paddings"],
): void {
  paddings.forEach(([before, after], axis) => {
    const begin = paddings.map(([first], i) => (i < axis ? first : 0));
    const sizes = outer.map((size, i) => (i < axis ? (inner[i] as number) : size));
    const behind = before + (inner[axis] as number);
    for (const [from, size] of [
      [0, before],
      [behind, after],
    ] as const) {
      if (size === 0) continue;
      const target = part(whole(outer), begin.with(axis, from), sizes.with(axis, size));
      move(backend, constant, repeated(target.sizes), elements, target);
    }
  });
}

function constantOf(like: Movable, value: number): Movable {
  if (like instanceof Float32Array) return Float32Array.of(value);
  if (like instanceof Int32Array) return Int32Array.of(value);
  return like instanceof Uint8Array ? Uint8Array.of(value) : Uint16Array.of(value);
}

function sum([before, after]: [number, number]): number {
  return before + after;
}
