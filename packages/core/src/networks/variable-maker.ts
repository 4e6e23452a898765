import type * as tf from "@tensorflow/tfjs";
import { constant, type Initializer } from "./initializers.ts";

/** What variables are where nothing else is said. */
export const INITIAL: Readonly<Record<"bias" | "scale", Initializer>> = {
  bias: constant(0),
  scale: constant(1),
};

/** Makes the variables of a network, by name. Each name is used once. */
export interface VariableMaker {
  /** Weights: decayed, and adapted by LARS. */
  kernel(name: string, shape: readonly number[], initializer: Initializer): tf.Variable;
  /** Biases and offsets of normalizations. Default initial value 0. */
  bias(name: string, shape: readonly number[], initializer?: Initializer): tf.Variable;
  /** Factors of normalizations. Default initial value 1. */
  scale(name: string, shape: readonly number[], initializer?: Initializer): tf.Variable;
  /** Running statistics: not trained. */
  statistic(name: string, shape: readonly number[], initializer: Initializer): tf.Variable;
}

/** The same maker, one folder down: names begin with `prefix/`. */
export function within(variables: VariableMaker, prefix: string): VariableMaker {
  return {
    kernel: (name, shape, initializer) => variables.kernel(`${prefix}/${name}`, shape, initializer),
    bias: (name, shape, initializer) => variables.bias(`${prefix}/${name}`, shape, initializer),
    scale: (name, shape, initializer) => variables.scale(`${prefix}/${name}`, shape, initializer),
    statistic: (name, shape, initializer) =>
      variables.statistic(`${prefix}/${name}`, shape, initializer),
  };
}

/**
 * The same maker for a part that training leaves as it is: all of its variables count as statistics, so that checkpoints have them
 * and optimizers do not. The part is to be applied in mode "evaluate".
 */
export function untrained({ statistic }: VariableMaker): VariableMaker {
  return {
    kernel: statistic,
    bias: (name, shape, initializer = INITIAL.bias) => statistic(name, shape, initializer),
    scale: (name, shape, initializer = INITIAL.scale) => statistic(name, shape, initializer),
    statistic,
  };
}
