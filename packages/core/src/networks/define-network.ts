import * as tf from "@tensorflow/tfjs";
import { randomStream } from "../random/philox.ts";
import type { Initializer } from "./initializers.ts";
import type { Mode, NamedVariable, Parameter, ParameterKind } from "./network.ts";
import type { RowSeeds } from "./row-seeds.ts";
import { INITIAL, type VariableMaker } from "./variable-maker.ts";

/** What a network does, without its variables. */
interface Behaviour {
  // biome-ignore lint/suspicious/noExplicitAny: any input, any output; inferred at the call
  apply(input: any, mode: Mode, seeds?: RowSeeds): tf.Tensor;
}

/** A behaviour with its variables: a `Network`, and all else that the behaviour has. */
export type Defined<B extends Behaviour> = B & {
  readonly parameters: readonly Parameter[];
  readonly statistics: readonly NamedVariable[];
  clone(): Defined<B>;
};

/**
 * A network from a function that makes its variables and says what it does with them.
 *
 * Each variable's initial value depends on the seed and on its name alone, so that adding a layer
 * changes no other.
 *
 * @param build - Called once here and once a clone.
 * @throws {RangeError} If two variables have one name.
 *
 * @example
 * const linear = defineNetwork((variables) => {
 *   const kernel = variables.kernel("kernel", [4, 2], heNormal("in")) as tf.Tensor as tf.Tensor2D;
 *   return { apply: (x: tf.Tensor2D) => tf.matMul(x, kernel) };
 * }, { seed: 0 });
 */
export function defineNetwork<B extends Behaviour>(
  build: (variables: VariableMaker) => B,
  { seed }: { seed: number },
): Defined<B> {
  return realize(build, (name, shape, initializer) => {
    const random = randomStream({ seed, purpose: `initial/${name}` });
    return tf.tensor(initializer(shape, random), [...shape], "float32");
  });
}

type InitialValue = (name: string, shape: readonly number[], initializer: Initializer) => tf.Tensor;

function realize<B extends Behaviour>(
  build: (variables: VariableMaker) => B,
  initialValue: InitialValue,
): Defined<B> {
  const parameters: Parameter[] = [];
  const statistics: NamedVariable[] = [];
  const names = new Set<string>();
  const make = (
    name: string,
    shape: readonly number[],
    initializer: Initializer,
    trained: boolean,
  ) => {
    if (names.has(name)) {
      throw new RangeError(`defineNetwork: names of variables must be unique; got ${name} twice.`);
    }
    names.add(name);
    const initial = initialValue(name, shape, initializer);
    const variable = tf.variable(initial, trained);
    initial.dispose(); // the variable holds the values by itself
    return variable;
  };
  const parameter =
    (kind: ParameterKind, standard?: Initializer) =>
    (name: string, shape: readonly number[], initializer = standard as Initializer) => {
      const variable = make(name, shape, initializer, true);
      parameters.push({ name, kind, variable });
      return variable;
    };
  const behaviour = build({
    kernel: parameter("kernel"),
    bias: parameter("bias", INITIAL.bias),
    scale: parameter("scale", INITIAL.scale),
    statistic: (name, shape, initializer) => {
      const variable = make(name, shape, initializer, false);
      statistics.push({ name, variable });
      return variable;
    },
  });
  const clone = () => {
    const values = new Map([...parameters, ...statistics].map((v) => [v.name, v.variable]));
    return realize(build, (name) => tf.clone(values.get(name) as tf.Variable));
  };
  return { ...behaviour, parameters, statistics, clone };
}
