import * as tf from "@tensorflow/tfjs";
import type { NamedVariable, Parameter } from "../networks/network.ts";
import { nameList } from "../state/name-list.ts";
import { assignAll } from "../updates/assign-all.ts";
import type { Gradients, Optimizer } from "./optimizer.ts";

/** All that one update sees; entry i of each list belongs to parameter i. */
interface UpdateInputs {
  readonly parameters: readonly Parameter[];
  readonly w: readonly tf.Variable[];
  readonly g: readonly tf.Tensor[];
  /** A list for each of the rule's slots. */
  readonly slots: readonly (readonly tf.Variable[])[];
  /** Scalars, one for each of the rule's counters. */
  readonly counters: readonly tf.Variable[];
  readonly learningRate: number;
}

/** What distinguishes one optimizer from another. */
interface Rule {
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Slots that each parameter has, of its shape: `momentum` becomes `momentum/<parameter>`. */
  readonly slots: readonly string[];
  /** Slots that the optimizer has once: int32 scalars. Default none. */
  readonly counters?: readonly string[];
  /** New values of w, then of each slot's list, then of the counters. */
  next(inputs: UpdateInputs): tf.Tensor[];
}

/** An optimizer from its rule: the slots, and the checks of what comes in. */
export function optimizerOf({ name, settings, slots, counters = [], next }: Rule): Optimizer {
  let parameters: readonly Parameter[] | undefined;
  let slotLists: NamedVariable[][] = [];
  let counterSlots: NamedVariable[] = [];
  return {
    name,
    settings,
    initialize(given) {
      if (parameters !== undefined) {
        throw new Error(`${name}: initialize must be called once; make another optimizer.`);
      }
      checkNames(name, given);
      parameters = [...given];
      slotLists = slots.map((slot) =>
        given.map((p) => zeros(`${slot}/${p.name}`, p.variable.shape, "float32")),
      );
      counterSlots = counters.map((counter) => zeros(counter, [], "int32"));
    },
    get slots() {
      return [...slotLists.flat(), ...counterSlots];
    },
    update(gradients, learningRate) {
      if (parameters === undefined) {
        throw new Error(`${name}: initialize must be called before update.`);
      }
      if (!(learningRate >= 0 && learningRate < Number.POSITIVE_INFINITY)) {
        throw new RangeError(`${name}: learningRate must be finite and ≥ 0; got ${learningRate}.`);
      }
      const inputs = {
        parameters,
        w: parameters.map(({ variable }) => variable),
        g: gradientsOf(name, parameters, gradients),
        slots: slotLists.map((list) => list.map(({ variable }) => variable)),
        counters: counterSlots.map(({ variable }) => variable),
        learningRate,
      };
      assignAll([...inputs.w, ...inputs.slots.flat(), ...inputs.counters], () => next(inputs));
    },
  };
}

function zeros(name: string, shape: number[], dtype: "float32" | "int32"): NamedVariable {
  const initial = tf.zeros(shape, dtype);
  const variable = tf.variable(initial, false);
  initial.dispose(); // the variable holds the values by itself
  return { name, variable };
}

function checkNames(caller: string, parameters: readonly Parameter[]): void {
  const names = new Set<string>();
  for (const { name } of parameters) {
    if (names.has(name)) {
      throw new RangeError(`${caller}: names of parameters must be unique; got ${name} twice.`);
    }
    names.add(name);
  }
}

function gradientsOf(
  caller: string,
  parameters: readonly Parameter[],
  gradients: Gradients,
): tf.Tensor[] {
  const names = new Set(parameters.map(({ name }) => name));
  const missing = parameters.filter(({ name }) => !Object.hasOwn(gradients, name));
  const extra = Object.keys(gradients).filter((name) => !names.has(name));
  if (missing.length > 0 || extra.length > 0) {
    const problems = [
      ...(missing.length > 0 ? [`none of ${nameList(missing.map(({ name }) => name))}`] : []),
      ...(extra.length > 0 ? [`unknown ${nameList(extra)}`] : []),
    ];
    throw new RangeError(
      `${caller}: gradients must have one entry for each parameter; got ${problems.join(", and ")}.`,
    );
  }
  return parameters.map(({ name, variable }) => {
    const gradient = gradients[name] as tf.Tensor;
    if (gradient.shape.join() !== variable.shape.join()) {
      throw new RangeError(
        `${caller}: the gradient of ${name} must have shape [${variable.shape.join(", ")}]; ` +
          `got [${gradient.shape.join(", ")}].`,
      );
    }
    return gradient;
  });
}
