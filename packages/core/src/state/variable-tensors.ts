import type * as tf from "@tensorflow/tfjs";
import type { NamedVariable } from "../networks/network.ts";
import type { StoredTensor, StoredTensors } from "./stored-tensor.ts";

/** How a variable's type is stored. */
export const STORED_TYPES: Readonly<Record<string, StoredTensor["dtype"]>> = {
  float32: "F32",
  int32: "I32",
  bool: "BOOL",
};

/**
 * The values of variables, by name, for {@link encodeSafetensors}: copies, so that what comes after does not
 * change them.
 *
 * @throws {RangeError} If two variables have one name.
 * @throws {TypeError} If a variable is not float32, int32 or bool.
 */
export async function variableTensors(named: readonly NamedVariable[]): Promise<StoredTensors> {
  const names = new Set<string>();
  for (const { name, variable } of named) {
    if (names.has(name)) {
      throw new RangeError(
        `variableTensors: names of variables must be unique; got ${name} twice.`,
      );
    }
    if (STORED_TYPES[variable.dtype] === undefined) {
      throw new TypeError(
        `variableTensors: ${name} must be float32, int32 or bool; got ${variable.dtype}.`,
      );
    }
    names.add(name);
  }
  const entries = named.map(async ({ name, variable }) => [name, await stored(variable)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function stored(variable: tf.Variable): Promise<StoredTensor> {
  const shape = [...variable.shape];
  const dtype = STORED_TYPES[variable.dtype] as StoredTensor["dtype"];
  const values = (await variable.data()).slice(); // an engine may hand out its own memory
  return { dtype, shape, values } as StoredTensor;
}
