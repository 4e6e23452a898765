import * as tf from "@tensorflow/tfjs";
import {
  type Conv2dOptions,
  conv2d,
  copiedTensor,
  depthwiseConv2d,
  type Engine,
  globalAveragePool,
  lentTensor,
  linear,
  scaleChannels,
  softmaxCrossEntropy,
  swish,
} from "@unlabeled/core";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { expectClose, normal, valueAndGradients } from "./compute.ts";

type Shape = [number, number, number, number];
type Operation = (...inputs: tf.Tensor[]) => tf.Tensor;

/** Core's own operations with their gradients, against the cpu backend, where no engine's kernels are used. */
export function testCoreOperations(engine: Engine): void {
  const compare = async (operation: Operation, shapes: readonly number[][]): Promise<void> => {
    const inputs = () => shapes.map((shape, i) => normal(shape, i + 1));
    const want = await valueAndGradients("cpu", inputs, operation);
    expectClose(await valueAndGradients(engine.name, inputs, operation), want);
  };

  describe("core's operations", () => {
    beforeAll(async () => {
      await engine.start({ threads: 2 });
    });

    test.for([
      ["conv2d", conv2d],
      ["depthwiseConv2d", depthwiseConv2d],
    ] as const)("%s, for any stride, dilation and padding", async ([, convolve]) => {
      await fc.assert(
        fc.asyncProperty(
          fc.tuple(between(1, 3), between(1, 12), between(1, 12), between(1, 6)),
          fc.tuple(between(1, 5), between(1, 5), between(1, 3)),
          fc.oneof(fc.record({ stride: between(1, 3) }), fc.record({ dilation: between(2, 3) })),
          sides,
          async (shape, [kh, kw, D], steps: Conv2dOptions, padding) => {
            const { dilation = 1 } = steps;
            const [, H, W, C] = shape;
            fc.pre(H + padding.top + padding.bottom > dilation * (kh - 1));
            fc.pre(W + padding.left + padding.right > dilation * (kw - 1));
            const kernel: Shape = [kh, kw, C, D];
            await compare(
              (x, kernel) =>
                convolve(x as tf.Tensor4D, kernel as tf.Tensor4D, { ...steps, padding }),
              [shape, kernel],
            );
          },
        ),
        { numRuns: 100, seed: 1 },
      );
    });

    test.for([[[3, 5, 7, 2]], [[20000]], [[0]], [[]]])("copiedTensor of %o", ([shape]) => {
      const size = (shape as number[]).reduce((product, side) => product * side, 1);
      const values = new Float32Array(new SharedArrayBuffer(4 * size + 8), 4, size);
      for (let i = 0; i < size; i++) values[i] = Math.sin(i);
      const wanted = values.slice();
      const before = tf.memory().numTensors;
      const tensor = copiedTensor(values, shape as [number]);
      values.fill(7); // what happens to the array no longer matters
      expect(tensor.shape).toEqual(shape);
      expect(tensor.dataSync()).toEqual(wanted);
      tensor.dispose();
      expect(tf.memory().numTensors).toBe(before);
      expect(() => copiedTensor(new Float32Array(size + 1), shape as [number])).toThrow(
        `as many as shape [${shape}] holds, ${size}; got ${size + 1}`,
      );
    });

    test("lentTensor's values are used as lent, and go back once, when nothing needs them", () => {
      fc.assert(
        fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), (order) => {
          const values = new Float32Array(new SharedArrayBuffer(4 * 4096 + 8), 4, 4096);
          for (let i = 0; i < values.length; i++) values[i] = Math.sin(i);
          const wanted = tf.tensor(values.slice(), [4, 4, 16, 16]);
          let returned = 0;
          const lent = lentTensor<tf.Rank.R4>(values, [4, 4, 16, 16], () => {
            values.fill(Number.NaN); // the lender writes the next batch
            returned += 1;
          });
          const users: [tf.Tensor, tf.Tensor][] = [
            [lent, wanted],
            [tf.clone(lent), wanted],
            [tf.reshape(lent, [64, 64]), tf.reshape(wanted, [64, 64])],
            [tf.cast(lent, "float32"), wanted],
            [tf.variable(lent), wanted],
            [tf.slice(lent, 0), wanted],
          ];
          const read = lent.dataSync();
          for (const at of order) {
            const [tensor, equal] = users[at] as [tf.Tensor, tf.Tensor];
            expect(tensor).toBeAllclose(equal, 0);
            expect(tf.add(tensor, 1)).toBeAllclose(tf.add(equal, 1), 0);
            tensor.dispose();
          }
          expect(returned).toBe(1);
          expect(read).toEqual(wanted.dataSync());
        }),
        { numRuns: 20, seed: 1 },
      );
      expect(() => lentTensor(new Float32Array(3), [2], () => {})).toThrow(
        "lentTensor: values must be as many as shape [2] holds, 2, and at least one; got 3.",
      );
    });

    test("layers compute with lent values as with copied ones", () => {
      const shape: Shape = [8, 16, 16, 3];
      const values = new Float32Array(new SharedArrayBuffer(4 * 8 * 16 * 16 * 3));
      for (let i = 0; i < values.length; i++) values[i] = Math.sin(i);
      const kernel = normal([3, 3, 3, 16], 1) as tf.Tensor4D;
      const both = [lentTensor(values, shape, () => {}), copiedTensor(values, shape)] as const;
      const [lent, copied] = both.map((x) => conv2d(x as tf.Tensor4D, kernel));
      expect(lent as tf.Tensor).toBeAllclose(copied as tf.Tensor, 0);
    });

    test.for([[[3, 5, 7, 2]], [[20000]], [[0]]])("swish of %o", async (shapes) => {
      await compare((x) => swish(x as tf.Tensor), shapes);
    });

    test.for([
      [2, 3, 5, 7],
      [3, 12, 11, 48],
      [1, 40, 40, 16],
      [5, 1, 1, 130],
      [0, 2, 2, 3],
    ])("globalAveragePool and scaleChannels of %o", async (shape) => {
      await compare((x) => globalAveragePool(x as tf.Tensor4D), [shape]);
      const [N, , , C] = shape as Shape;
      const scale: Operation = (x, factors) =>
        scaleChannels(x as tf.Tensor4D, factors as tf.Tensor2D);
      await compare(scale, [shape, [N, C]]);
      // two gradients meet behind it
      await compare(
        (x, factors) => {
          const y = scale(x as tf.Tensor, factors as tf.Tensor);
          return tf.add(tf.square(y), y);
        },
        [shape, [N, C]],
      );
    });

    test.for([
      [[5, 7], [7, 3], [3]],
      [[64, 100], [100, 48], [48]],
      [
        [3, 8],
        [8, 1],
      ],
    ])("linear of %o", async (shapes) => {
      await compare(
        (x, kernel, bias) => linear(x as tf.Tensor2D, kernel as tf.Tensor2D, bias as tf.Tensor1D),
        shapes,
      );
    });

    test.for([
      [5, 10],
      [128, 17],
      [3, 1],
    ])("softmaxCrossEntropy of %i rows of %i", async (shape) => {
      const labels = () => tf.softmax(normal(shape, 7)) as tf.Tensor2D; // made where they are used
      await compare((logits) => softmaxCrossEntropy(logits as tf.Tensor2D, labels()), [shape]);
    });
  });
}

function between(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min, max });
}

const sides = fc.record({
  top: between(0, 3),
  bottom: between(0, 3),
  left: between(0, 3),
  right: between(0, 3),
});
