import * as tf from "@tensorflow/tfjs";
import type { NamedVariable } from "../networks/network.ts";
import { nameList } from "./name-list.ts";
import type { StoredTensor, StoredTensors } from "./stored-tensor.ts";
import { STORED_TYPES } from "./variable-tensors.ts";

/**
 * Gives variables the values of stored tensors, matched by name.
 *
 * Every name, shape and type is checked before anything is changed.
 *
 * @param named - All the variables that `stored` holds, and no others.
 * @throws {RangeError} If names or shapes differ; the message lists what is missing and what is extra.
 * @throws {TypeError} If a type differs.
 *
 * @example
 * restoreVariables([...backbone.parameters, ...backbone.statistics], decodeSafetensors(bytes).tensors);
 */
export function restoreVariables(named: readonly NamedVariable[], stored: StoredTensors): void {
  const names = new Set(named.map(({ name }) => name));
  if (names.size < named.length) {
    const twice = named.find(({ name }) => !names.delete(name))?.name;
    throw new RangeError(
      `restoreVariables: names of variables must be unique; got ${twice} twice.`,
    );
  }
  const missing = [...names].filter((name) => !Object.hasOwn(stored, name));
  const extra = Object.keys(stored).filter((name) => !names.has(name));
  if (missing.length > 0 || extra.length > 0) {
    throw new RangeError(
      "restoreVariables: stored must hold the same names as the variables; " +
        `got missing: ${nameList(missing)}; extra: ${nameList(extra)}.`,
    );
  }
  for (const { name, variable } of named) check(name, variable, stored[name] as StoredTensor);
  for (const { name, variable } of named) assign(variable, stored[name] as StoredTensor);
}

function check(name: string, variable: tf.Variable, { dtype, shape }: StoredTensor): void {
  if (shape.join() !== variable.shape.join()) {
    throw new RangeError(
      `restoreVariables: ${name} must have shape [${variable.shape.join(", ")}]; got [${shape.join(", ")}].`,
    );
  }
  const expected = STORED_TYPES[variable.dtype];
  if (dtype !== expected) {
    throw new TypeError(`restoreVariables: ${name} must be ${expected}; got ${dtype}.`);
  }
}

function assign(variable: tf.Variable, { values, shape }: StoredTensor): void {
  const copy = values.slice() as tf.TypedArray; // tfjs would keep the caller's array
  const value = tf.tensor(copy, [...shape], variable.dtype);
  variable.assign(value);
  value.dispose(); // the variable holds the values by itself
}
