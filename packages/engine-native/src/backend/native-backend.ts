import * as tf from "@tensorflow/tfjs";
import type { Addon, Elements } from "../addon/addon.ts";
import { LentMemory } from "./lent-memory.ts";
import { MemoryPool } from "./memory-pool.ts";
import { type Form, PLAIN, TensorData } from "./tensor-data.ts";

/** What is used of tfjs's cpu backend, whose class it does not export through `@tensorflow/tfjs`. */
interface CpuBackend extends tf.KernelBackend {
  data: {
    get(id: tf.DataId): TensorData;
    has(id: tf.DataId): boolean;
    set(id: tf.DataId, data: TensorData): void;
  };
  firstUse: boolean;
  makeTensorInfo(
    shape: number[],
    dtype: tf.DataType,
    values?: tf.backend_util.BackendValues,
  ): tf.TensorInfo;
}

const CpuBackend = tf.findBackend("cpu").constructor as new () => CpuBackend;

export type Precision = "float32" | "bfloat16";

/**
 * tfjs's cpu backend, so that all of its kernels work, with data that faster kernels can hold elsewhere and otherwise.
 *
 * To tfjs and its cpu kernels every tensor is a typed array; ours see pooled memory, perhaps in bfloat16, perhaps laid
 * out otherwise, and what the cpu kernels ask for is converted when they ask.
 */
export class NativeBackend extends CpuBackend {
  readonly addon: Addon;
  readonly pool: MemoryPool;
  readonly lent: LentMemory = new LentMemory();
  /** What convolutions and layers of networks multiply in. */
  precision: Precision = "float32";
  /** Whether products in bfloat16 are AMX's. */
  matrixUnit: boolean;

  constructor(addon: Addon) {
    super();
    this.addon = addon;
    this.matrixUnit = addon.describe().amx;
    this.pool = new MemoryPool(addon);
    this.firstUse = false; // no banner that recommends tfjs-node
  }

  override write(
    values: tf.backend_util.BackendValues,
    _shape: number[],
    dtype: tf.DataType,
  ): tf.DataId {
    const dataId = {};
    this.move(dataId, values, [], dtype, 1);
    return dataId;
  }

  override move(
    dataId: tf.DataId,
    values: tf.backend_util.BackendValues,
    _shape: number[],
    dtype: tf.DataType,
    refCount: number,
  ): void {
    this.pool.share(values); // a cpu kernel may hand its input's values on
    this.lent.share(values);
    this.data.set(dataId, new TensorData(this, dtype, refCount, { values }));
  }

  override readSync(dataId: tf.DataId): tf.backend_util.BackendValues {
    const values = super.readSync(dataId);
    // the memory is used again when the tensor is disposed; what the caller has must not change then
    const isOurs = this.pool.owns(values) || this.lent.owns(values);
    return isOurs ? (values as Float32Array).slice() : values;
  }

  override async read(dataId: tf.DataId): Promise<tf.backend_util.BackendValues> {
    return this.readSync(dataId);
  }

  override disposeData(dataId: tf.DataId, force = false): boolean {
    const data = this.data.has(dataId) ? this.data.get(dataId) : undefined;
    const disposed = super.disposeData(dataId, force);
    if (data && disposed) data.free();
    return disposed;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: false };
  }

  /** How a tensor's elements were made. */
  form(tensor: tf.TensorInfo): Form {
    return this.data.get(tensor.dataId).form;
  }

  /** The same with images one behind the other. */
  unfolded(tensor: tf.TensorInfo): Form {
    return { ...this.form(tensor), fold: 1 };
  }

  /** A tensor's elements in a form. */
  elements(tensor: tf.TensorInfo, form: Form): Elements {
    return this.data.get(tensor.dataId).elements(form);
  }

  /** A tensor's elements as tfjs has them. */
  floats(tensor: tf.TensorInfo): Float32Array {
    return this.data.get(tensor.dataId).elements(PLAIN) as Float32Array;
  }

  /** A new tensor and its elements, which the caller fills. */
  make(shape: number[], form: Form = PLAIN): { tensor: tf.TensorInfo; elements: Elements } {
    const elements = this.#memory(tf.util.sizeFromShape(shape), form);
    return { tensor: this.#adopt(shape, { held: { form, elements } }), elements };
  }

  makeFloats(shape: number[]): { tensor: tf.TensorInfo; elements: Float32Array } {
    return this.make(shape) as { tensor: tf.TensorInfo; elements: Float32Array };
  }

  /** A tensor of values that lie in somebody else's memory, who is told when nobody needs them any longer. */
  makeLent(shape: number[], values: Float32Array, done: () => void): tf.TensorInfo {
    this.lent.take(values, done);
    const dataId = {};
    this.data.set(dataId, new TensorData(this, "float32", 1, { values }));
    return { dataId, shape, dtype: "float32" };
  }

  /**
   * A tensor for an update's result: in the memory of the old values where nobody else holds them, or new.
   *
   * The old tensor's values are lost then; it is only fit to be disposed, as a variable does that is assigned.
   */
  makeUpdated(old: tf.TensorInfo): { tensor: tf.TensorInfo; elements: Float32Array } {
    const elements = this.floats(old);
    const shared = this.refCount(old.dataId) > 1 || this.pool.uses(elements) !== 1;
    if (shared) return this.makeFloats(old.shape);
    this.pool.share(elements);
    return { tensor: this.#adopt(old.shape, { held: { form: PLAIN, elements } }), elements };
  }

  /** The sum of two tensors of one shape, added when somebody asks for it. */
  makeSum(a: tf.TensorInfo, b: tf.TensorInfo): tf.TensorInfo {
    this.incRef(a.dataId);
    this.incRef(b.dataId);
    return this.#adopt(a.shape, { sum: [a, b] });
  }

  /** One user less of data that the backend itself has kept; tfjs, which counts data, is told. */
  letGo(dataId: tf.DataId): void {
    if (this.disposeData(dataId)) tf.engine().removeDataId(dataId, this);
  }

  /** The sum of two tensors of one shape, in the form of the first. */
  add(a: tf.TensorInfo, b: tf.TensorInfo): { form: Form; elements: Elements } {
    const form = this.form(a);
    const left = this.elements(a, form);
    const elements = this.#memory(left.length, form);
    this.addon.add(left, this.elements(b, form), elements);
    return { form, elements };
  }

  /** New memory with elements of one form in another. */
  reform(elements: Elements, from: Form, to: Form): Elements {
    const made = this.#memory(elements.length, to);
    const folded = from.fold > 1 ? from : to;
    this.addon.reform(elements, from.fold, made, to.fold, folded.images, folded.channels);
    return made;
  }

  #memory(size: number, { halves }: Form): Elements {
    return halves ? this.pool.halves(size) : this.pool.floats(size);
  }

  #adopt(shape: number[], from: ConstructorParameters<typeof TensorData>[3]): tf.TensorInfo {
    const dataId = {};
    this.data.set(dataId, new TensorData(this, "float32", 1, from));
    return { dataId, shape, dtype: "float32" };
  }
}
