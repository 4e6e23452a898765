import * as tf from "@tensorflow/tfjs";
import { runOperation } from "../backend/run-operation.ts";
import type { TensorflowBackend } from "../backend/tensorflow-backend.ts";
import { replaceKernel } from "./replace-kernel.ts";

interface SgdAttributes {
  readonly learningRate: number;
  readonly momentum: number;
  readonly nesterov: boolean;
  /** One a parameter. */
  readonly weightDecays: readonly number[];
}

/**
 * `SgdUpdate` of `@unlabeled/core` with sums in one pass over memory, and what lies between freed parameter by parameter, so
 * that its memory serves the next.
 */
export function registerSgdUpdate(): void {
  replaceKernel(
    "SgdUpdate",
    (inputs: Record<string, tf.Tensor>, attributes: SgdAttributes, backend) => {
      const updated = attributes.weightDecays.map((weightDecay, i) => {
        const [w, g, m] = [inputs[`w${i}`], inputs[`g${i}`], inputs[`m${i}`]];
        return update(backend, [w as tf.Tensor, g as tf.Tensor, m], { ...attributes, weightDecay });
      });
      return [...updated.map(([w]) => w), ...updated.flatMap(([, buffer]) => buffer ?? [])];
    },
  );
}

/** The new parameter and, with momentum, its new buffer. */
function update(
  backend: TensorflowBackend,
  [w, g, m]: readonly [w: tf.Tensor, g: tf.Tensor, m: tf.Tensor | undefined],
  settings: Omit<SgdAttributes, "weightDecays"> & { readonly weightDecay: number },
): [w: tf.Tensor, buffer?: tf.Tensor] {
  const { learningRate, momentum, nesterov, weightDecay } = settings;
  const times = (x: tf.Tensor, factor: number) => compute(backend, "Mul", [x, tf.scalar(factor)]);
  const sum = (terms: readonly tf.Tensor[]) => compute(backend, "AddN", terms, terms.length);
  return tf.tidy(() => {
    const decayed = weightDecay === 0 ? [g] : [g, times(w, weightDecay)];
    if (m === undefined) return [compute(backend, "Sub", [w, times(sum(decayed), learningRate)])];
    const buffer = sum([...decayed, times(m, momentum)]);
    const direction = nesterov ? sum([...decayed, times(buffer, momentum)]) : buffer;
    return [compute(backend, "Sub", [w, times(direction, learningRate)]), buffer];
  });
}

function compute(
  backend: TensorflowBackend,
  name: string,
  inputs: readonly tf.Tensor[],
  N?: number,
): tf.Tensor {
  const attributes = { T: { type: "float32" }, ...(N !== undefined && { N }) } as const;
  return runOperation<[tf.Tensor]>(backend, name, inputs, attributes)[0];
}
