import * as tf from "@tensorflow/tfjs";
import { type Engine, globalAveragePool, scaleChannels } from "@unlabeled/core";
import { beforeAll, describe, expect, test } from "vitest";

type Operation = (x: tf.Tensor, axis: number) => tf.Tensor;

const asBools = (x: tf.Tensor): tf.Tensor => tf.cast(x, "bool");
const asMaps = (x: tf.Tensor): tf.Tensor4D => tf.expandDims(x, 0);

const OPERATIONS: Readonly<Record<string, Operation>> = {
  add: (x) => tf.add(x, 1),
  all: (x, axis) => tf.all(asBools(x), axis),
  any: (x, axis) => tf.any(asBools(x), axis),
  argMax: (x, axis) => tf.argMax(x, axis),
  clipByValue: (x) => tf.clipByValue(x, 0, 1),
  concat: (x, axis) => tf.concat([x, x], axis),
  cumsum: (x, axis) => tf.cumsum(x, axis),
  exp: tf.exp,
  gather: (x, axis) => tf.gather(x, tf.tensor1d([], "int32"), axis),
  logSoftmax: (x) => tf.logSoftmax(x),
  matMul: (x) => tf.matMul(x, x, false, true),
  max: tf.max,
  mean: tf.mean,
  min: tf.min,
  mul: (x) => tf.mul(x, x),
  oneHot: (x) => tf.oneHot(tf.cast(tf.reshape(x, [-1]), "int32"), 3),
  pad: (x) =>
    tf.pad(x, [
      [1, 1],
      [0, 1],
      [1, 0],
    ]),
  prod: tf.prod,
  relu: tf.relu,
  reverse: tf.reverse,
  slice: (x) => tf.slice(x, [0, 0, 0], [-1, -1, -1]),
  softmax: (x) => tf.softmax(x),
  sum: tf.sum,
  tile: (x) => tf.tile(x, [2, 2, 2]),
  topk: (x) => tf.topk(x, 0).values,
  transpose: (x, axis) => tf.transpose(x, [axis, (axis + 1) % 3, (axis + 2) % 3]),
};

/** Core's own, which make no sense of no pixels or channels but must not read what is not there. */
const OF_CORE: Readonly<Record<string, Operation>> = {
  globalAveragePool: (x) => globalAveragePool(asMaps(x)),
  scaleChannels: (x) => scaleChannels(asMaps(x), tf.ones([1, x.shape.at(-1) as number])),
};

const SHAPES = [
  [0, 2, 3],
  [2, 0, 3],
  [2, 3, 0],
];

/** Operations on tensors without elements, against the cpu backend. */
export function testEmptyTensors(engine: Engine): void {
  describe("operations on empty tensors", () => {
    beforeAll(async () => {
      await engine.start({ threads: 2 });
    });

    const result = async (backend: string, operation: Operation, shape: number[], axis: number) => {
      await tf.setBackend(backend);
      const y = operation(tf.zeros(shape), axis);
      return { shape: y.shape, values: [...y.dataSync()] };
    };

    test.for(Object.entries(OPERATIONS))("%s", async ([, operation]) => {
      for (const shape of SHAPES) {
        for (const axis of [0, 1, 2]) {
          const want = await result("cpu", operation, shape, axis);
          expect(await result(engine.name, operation, shape, axis)).toEqual(want);
        }
      }
    });

    test.for(Object.entries(OF_CORE))("%s", async ([, operation]) => {
      for (const shape of SHAPES) {
        const want = await result("cpu", operation, shape, 0);
        expect((await result(engine.name, operation, shape, 0)).shape).toEqual(want.shape);
      }
    });
  });
}
