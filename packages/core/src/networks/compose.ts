import type * as tf from "@tensorflow/tfjs";
import type { NamedVariable, Network } from "./network.ts";

/** The same variables under a path: `prefix/name`. */
export function prefixed<V extends NamedVariable>(prefix: string, variables: readonly V[]): V[] {
  return variables.map((variable) => ({ ...variable, name: `${prefix}/${variable.name}` }));
}

/** Frees the variables of a network. It must not be used after. */
export function disposeNetwork(network: Network<never, tf.Tensor>): void {
  for (const { variable } of [...network.parameters, ...network.statistics]) variable.dispose();
}
