import * as tf from "@tensorflow/tfjs";
import type { Engine } from "@unlabeled/core";
import { beforeAll, describe, expect, test } from "vitest";
import { GRADIENT_CASES, type GradientCase, LINEAR_CASES } from "./cases/index.ts";
import { expectClose, valueAndGradients } from "./compute.ts";

/** Operations whose gradient is not compared, and why. */
const NOT_COMPARED: Readonly<Record<string, string>> = {
  ComplexAbs: "tfjs's gradient takes complex numbers for real ones",
};

/** At least one call of every operation that has a gradient in tfjs, on shapes even, odd, empty, broadcast and large. */
export function testGradients(engine: Engine): void {
  describe("gradients of tfjs's operations", () => {
    beforeAll(async () => {
      await engine.start({ threads: 2 });
    });

    test.for(named(GRADIENT_CASES))(
      "%s: equal the cpu backend's, as does the value",
      async ([, one]) => {
        const want = await valueAndGradients("cpu", one.inputs, one.apply);
        const got = await valueAndGradients(engine.name, poisoned(one.inputs), one.apply);
        expectClose(got, want, 1e-5, 1);
      },
    );

    test.for(named(LINEAR_CASES))("%s: the adjoint", async ([, { inputs, apply }]) => {
      await tf.setBackend(engine.name);
      const tensors = poisoned(inputs)();
      const value = apply(...tensors);
      const dy = tf.randomUniform(value.shape, -1, 1, "float32", 99);
      const [dx] = tf.grads(apply)(tensors, dy) as [tf.Tensor];
      // <A x, dy> = <x, Aᵀ dy>
      const left = tf.sum(tf.mul(value, dy)).dataSync()[0] as number;
      expect(tf.sum(tf.mul(tensors[0] as tf.Tensor, dx)).dataSync()[0]).toBeCloseTo(left, 4);
    });

    test("every operation with a gradient in tfjs is called", () => {
      const registry = (globalThis as unknown as { _tfGlobals: Map<string, Map<string, unknown>> })
        ._tfGlobals;
      const operations = [...(registry.get("gradRegistry") as Map<string, unknown>).keys()];
      const called = new Set([
        ...[...GRADIENT_CASES, ...LINEAR_CASES].map(({ operation }) => operation),
        ...Object.keys(NOT_COMPARED),
      ]);
      expect(operations.filter((name) => !called.has(name))).toEqual([]);
    });
  });
}

function named(cases: readonly GradientCase[]): [string, GradientCase][] {
  return cases.map((one) => [`${one.operation} ${one.variant ?? ""}`, one]);
}

/** Makes the inputs, then fills memory that is free with NaN: a kernel that reads what it did not write is found. */
function poisoned(inputs: () => tf.Tensor[]): () => tf.Tensor[] {
  return () => {
    const tensors = inputs();
    const values = new Float32Array(1 << 16).fill(Number.NaN);
    const poison = [16, 256, 4096, 65536].flatMap((size) =>
      Array.from({ length: 8 }, () => tf.tensor1d(values.subarray(0, size))),
    );
    tf.dispose(poison);
    return tensors;
  };
}
