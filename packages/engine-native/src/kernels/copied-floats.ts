import { replaceKernel } from "./replace-kernel.ts";

/** Core's copiedTensor: values copied to pooled memory. */
export function registerCopiedFloats(): void {
  replaceKernel(
    "CopiedFloats",
    (_inputs, { values, shape }: { values: Float32Array; shape: number[] }, backend) => {
      const { tensor, elements } = backend.makeFloats(shape);
      elements.set(values);
      return [tensor];
    },
  );
}
