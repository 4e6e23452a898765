import type * as tf from "@tensorflow/tfjs";
import { moved } from "./move.ts";
import { precedeKernel } from "./replace-kernel.ts";
import { whole } from "./view.ts";

/** Tile, which is also how tfjs broadcasts. */
export function registerTile(): void {
  precedeKernel(
    "Tile",
    ({ x }: Record<"x", tf.TensorInfo>, { reps }: { reps: number[] }, backend) => {
      const strides = whole(x.shape).strides;
      // each dimension twice: how often it is repeated, in which nothing changes, and itself
      const source = {
        sizes: x.shape.flatMap((size, axis) => [reps[axis] as number, size]),
        strides: strides.flatMap((stride) => [0, stride]),
        offset: 0,
      };
      const shape = x.shape.map((size, axis) => size * (reps[axis] as number));
      return moved(backend, x, shape, source, whole(source.sizes));
    },
  );
}
