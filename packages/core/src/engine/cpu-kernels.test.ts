import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { registerMissingKernels, runEmptyOnCpu } from "./cpu-kernels.ts";

/** A backend of values in a map, with one kernel that is its own: an addition that makes 7s. */
class Sevens extends tf.KernelBackend {
  readonly values = new Map<object, tf.backend_util.BackendValues>();
  override write(values: tf.backend_util.BackendValues): object {
    const dataId = {};
    this.values.set(dataId, values);
    return dataId;
  }
  override move(dataId: object, values: tf.backend_util.BackendValues): void {
    this.values.set(dataId, values);
  }
  override readSync = <D extends tf.DataType = "float32">(dataId: object): tf.DataTypeMap[D] =>
    this.values.get(dataId) as tf.DataTypeMap[D];
  override disposeData = (dataId: object): boolean => this.values.delete(dataId);
  override numDataIds = (): number => this.values.size;
  override floatPrecision = (): 32 => 32;
  override epsilon = (): number => 1e-7;
}

const backend = new Sevens();

beforeAll(async () => {
  tf.registerBackend("sevens", () => backend);
  tf.registerKernel({
    kernelName: "Add",
    backendName: "sevens",
    kernelFunc: ({ inputs }) => {
      const { shape, dtype } = inputs.a as tf.TensorInfo;
      return { dataId: backend.write(new Float32Array(shape[0] ?? 1).fill(7)), shape, dtype };
    },
  });
  registerMissingKernels("sevens");
  runEmptyOnCpu("sevens");
  await tf.setBackend("sevens");
});

test("operations that a backend lacks are those of the cpu backend", () => {
  const x = tf.tensor1d([1, 2, 3, 4]);
  expect([...tf.mul(x, x).dataSync()]).toEqual([1, 4, 9, 16]);
  expect([...tf.concat([x, x.slice(1, 1)]).dataSync()]).toEqual([1, 2, 3, 4, 2]); // a list of inputs
  const parts = tf.unique(tf.tensor1d([5, 6, 5])); // two outputs
  expect([[...parts.values.dataSync()], [...parts.indices.dataSync()]]).toEqual([
    [5, 6],
    [0, 1, 0],
  ]);
});

test("an operation that it has is its own, but for empty tensors", () => {
  const x = tf.tensor1d([1, 2]);
  expect([...tf.add(x, x).dataSync()]).toEqual([7, 7]);
  const [none, one] = [tf.zeros([0, 1]), tf.zeros([1, 3])];
  expect(tf.add(none, one).shape).toEqual([0, 3]); // its own would say [0, 1]
});

test("copies are freed", () => {
  const cpu = tf.findBackend("cpu");
  const before = [backend.numDataIds(), cpu.numDataIds()];
  tf.dispose(tf.tidy(() => tf.mul(tf.tensor1d([1, 2]), tf.tensor1d([3, 4]))));
  expect([backend.numDataIds(), cpu.numDataIds()]).toEqual(before);
});
