import * as tf from "@tensorflow/tfjs";
import { constant, convBatchNorm, defineNetwork, heNormal } from "@unlabeled/core";
import { expect, test } from "vitest";
import { engine } from "./engine.ts";

test("probes without a change", async () => {
  const before = tf.getBackend();
  expect(await engine.probe()).toMatchObject({ works: true });
  expect(tf.getBackend()).toBe(before);
});

test("starts again with another number of threads, and keeps its tensors", async () => {
  const first = await engine.start({ threads: 1 });
  expect(first).toEqual({
    name: "wasm",
    description: expect.stringMatching(
      /^wasm engine \(tfjs 4\.\d+\.\d+, (relaxed )?SIMD, 1 thread\)$/,
    ),
    precision: "float32",
    threads: 1,
  });
  const kept = tf.tensor1d([1, 2, 3]);
  await tf.setBackend("cpu");
  const second = await engine.start({ threads: 2 });
  expect(second.threads).toBe(2);
  expect(tf.getBackend()).toBe("wasm");
  expect([...kept.dataSync()]).toEqual([1, 2, 3]);
});

test("names what it cannot do", async () => {
  await expect(engine.start({ precision: "bfloat16" })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: wasmEngine: precision must be "float32", since WebAssembly has no bfloat16; got "bfloat16". Leave it out, or use another engine.]`,
  );
  await expect(engine.start({ threads: 0 })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: wasmEngine: threads must be an integer ≥ 1; got 0.]`,
  );
});

/** A convolution, batch norm, ReLU, pooling and a linear layer. */
const small = () =>
  defineNetwork(
    (variables) => {
      const unit = {
        kernel: variables.kernel("kernel", [3, 3, 1, 4], heNormal("out")),
        scale: variables.scale("scale", [4]),
        offset: variables.bias("offset", [4]),
        mean: variables.statistic("mean", [4], constant(0)),
        variance: variables.statistic("variance", [4], constant(1)),
      };
      const head = variables.kernel("head", [4, 2], heNormal("in"));
      return {
        apply: (images: tf.Tensor4D, mode: "train" | "evaluate") => {
          const maps = convBatchNorm(images, unit, mode, { padding: 1, activation: "relu" });
          const pooled = tf.mean(tf.maxPool(maps, 2, 2, "valid"), [1, 2]);
          return tf.matMul(pooled, head as tf.Tensor as tf.Tensor2D);
        },
      };
    },
    { seed: 0 },
  );

test("500 steps leave memory as it was, and learn", async () => {
  await engine.start({ threads: 2 });
  const network = small();
  const variables = network.parameters.map(({ variable }) => variable);
  const images: tf.Tensor4D = tf.randomNormal([8, 8, 8, 1], 0, 1, "float32", 1);
  // bright pictures and dark ones, blurred by noise
  const labels = tf.oneHot([0, 1, 0, 1, 0, 1, 0, 1], 2);
  const shift = tf.reshape(tf.tensor1d([0, 1, 0, 1, 0, 1, 0, 1]), [8, 1, 1, 1]);
  const pictures: tf.Tensor4D = tf.add(images, shift);
  const step = () =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(
        () =>
          tf.neg(
            tf.mean(tf.mul(labels, tf.logSoftmax(network.apply(pictures, "train")))),
          ) as tf.Scalar,
        variables,
      );
      for (const variable of variables) {
        variable.assign(tf.sub(variable, tf.mul(grads[variable.name] as tf.Tensor, 0.1)));
      }
      return value.dataSync()[0] as number;
    });
  const heap = () =>
    (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.length;
  const first = step();
  for (let i = 0; i < 20; i++) step();
  const before = { tensors: tf.memory().numTensors, bytes: tf.memory().numBytes, heap: heap() };
  for (let i = 0; i < 500; i++) step();
  expect({ tensors: tf.memory().numTensors, bytes: tf.memory().numBytes, heap: heap() }).toEqual(
    before,
  );
  expect(step()).toBeLessThan(first / 2);
}, 120_000);
