import * as tf from "@tensorflow/tfjs";
import type { Elements } from "../addon/addon.ts";
import type { NativeBackend } from "./native-backend.ts";

/** How a tensor's elements lie in memory. */
export interface Form {
  /** Whether they are bfloat16. */
  readonly halves: boolean;
  /** So many images lie side by side, pixel by pixel: `[images / fold, pixels, fold, channels]`. 1: as tfjs has it. */
  readonly fold: number;
  /** Counted where fold > 1. */
  readonly images: number;
  readonly channels: number;
}

export const PLAIN: Form = { halves: false, fold: 1, images: 1, channels: 1 };

interface Held {
  readonly form: Form;
  readonly elements: Elements;
}

/** What tfjs's cpu kernels see of a tensor's data: `values`, `dtype` and `refCount`. */
export class TensorData {
  readonly dtype: tf.DataType;
  refCount: number;
  /** Set and read by tfjs's cpu kernels. */
  complexTensorInfos?: { real: tf.TensorInfo; imag: tf.TensorInfo };
  readonly #backend: NativeBackend;
  /** As tfjs has them; of any type but float32 nothing else is held. */
  #values: tf.backend_util.BackendValues | undefined;
  /** Other forms of the same elements, the first one the original. */
  readonly #held: Held[] = [];
  /** The tensor is the sum of two others, not added yet. */
  #sum: readonly [tf.TensorInfo, tf.TensorInfo] | undefined;
  /** Made from the elements by kernels, once for all uses. */
  readonly derived: Map<string, Uint8Array> = new Map();

  constructor(
    backend: NativeBackend,
    dtype: tf.DataType,
    refCount: number,
    from: {
      values?: tf.backend_util.BackendValues;
      held?: Held;
      sum?: readonly [tf.TensorInfo, tf.TensorInfo];
    },
  ) {
    this.#backend = backend;
    this.dtype = dtype;
    this.refCount = refCount;
    this.#values = from.values;
    this.#sum = from.sum;
    if (from.held) this.#hold(from.held);
  }

  /** The elements as tfjs's cpu kernels want them. */
  get values(): tf.backend_util.BackendValues {
    if (this.#values === undefined && (this.#held.length > 0 || this.#sum)) this.elements(PLAIN);
    return this.#values as tf.backend_util.BackendValues;
  }

  /** tfjs's cpu backend fills in what it has computed late. */
  set values(values: tf.backend_util.BackendValues) {
    this.#values = values;
  }

  /** How the elements were made. */
  get form(): Form {
    return this.#held[0]?.form ?? PLAIN;
  }

  /** The two tensors whose sum this is, as long as nobody has asked for it. */
  get sum(): readonly [tf.TensorInfo, tf.TensorInfo] | undefined {
    return this.#sum;
  }

  /** The elements in a form, converted where they are not held so. */
  elements(form: Form): Elements {
    if (this.#sum) this.#add();
    const plain = !form.halves && form.fold === 1;
    if (plain && this.#values !== undefined) return this.#floats();
    const held = this.#held.find(
      (one) => one.form.halves === form.halves && one.form.fold === form.fold,
    );
    if (held) return held.elements;
    const from = this.#held[0] ?? { form: PLAIN, elements: this.#floats() };
    const made = { form, elements: this.#backend.reform(from.elements, from.form, form) };
    this.#hold(made);
    return made.elements;
  }

  /** Gives all memory back. */
  free(): void {
    const { pool, lent } = this.#backend;
    pool.give(this.#values);
    lent.give(this.#values);
    for (const { form, elements } of this.#held) {
      if (form.halves || form.fold > 1) pool.give(elements);
    }
    for (const bytes of this.derived.values()) pool.give(bytes);
    this.derived.clear();
    this.#dropSum();
  }

  #hold(one: Held): void {
    this.#held.push(one);
    // plain floats are held as values too, and are given back as such
    if (!one.form.halves && one.form.fold === 1) this.#values = one.elements as Float32Array;
  }

  #floats(): Float32Array {
    const values = this.#values as tf.backend_util.BackendValues;
    if (values instanceof Float32Array) return values;
    // some of tfjs's kernels make plain arrays, or arrays of another type
    const floats = Float32Array.from(values as unknown as ArrayLike<number>);
    this.#values = floats;
    return floats;
  }

  #add(): void {
    const [a, b] = this.#sum as readonly [tf.TensorInfo, tf.TensorInfo];
    this.#hold(this.#backend.add(a, b));
    this.#dropSum();
  }

  #dropSum(): void {
    for (const { dataId } of this.#sum ?? []) {
      // tfjs counts data by itself, and has been told that these are still in use
      if (this.#backend.disposeData(dataId)) tf.engine().removeDataId(dataId, this.#backend);
    }
    this.#sum = undefined;
  }
}
