import type * as tf from "@tensorflow/tfjs";
import { moved } from "./move.ts";
import { precedeKernel } from "./replace-kernel.ts";
import { permuted, whole } from "./view.ts";

type Inputs = Record<"x", tf.TensorInfo>;

export function registerTranspose(): void {
  precedeKernel("Transpose", ({ x }: Inputs, { perm }: { perm: number[] }, backend) => {
    const source = permuted(whole(x.shape), perm);
    const shape = [...source.sizes];
    return moved(backend, x, shape, source, whole(shape));
  });
}
