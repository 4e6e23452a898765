import * as tf from "@tensorflow/tfjs";
import type { NamedVariable, Parameter, ParameterKind } from "@unlabeled/core";

/** Kinds by the name that tfjs gives a weight within its layer; all others by their rank. */
const KINDS: Readonly<Record<string, ParameterKind>> = {
  gamma: "scale",
  alpha: "scale", // PReLU's slopes
  beta: "bias",
  bias: "bias",
};

interface LayerWeights {
  readonly parameters: readonly Parameter[];
  readonly statistics: readonly NamedVariable[];
}

/**
 * A layers model's weights, named by layer and weight: `conv1/kernel`, and `block/conv1/kernel` in a
 * model inside the model. What the model does not train (moving averages, frozen layers) are statistics.
 *
 * @throws {RangeError} If two weights have one name.
 */
export function layerWeights(model: tf.LayersModel): LayerWeights {
  const trained = new Set(model.trainableWeights.map((weight) => weight.id));
  const parameters: Parameter[] = [];
  const statistics: NamedVariable[] = [];
  const names = new Set<string>();
  for (const { name, weight, word } of namedWeights(model, "")) {
    if (names.has(name)) {
      throw new RangeError(
        `fromLayersModel: names of weights must be unique; got ${name} twice. Layers that wrap others are not supported.`,
      );
    }
    names.add(name);
    const variable = weight.read() as tf.Variable; // LayerVariable.read returns the variable itself
    if (trained.has(weight.id)) {
      const kind = KINDS[word] ?? (variable.rank > 1 ? "kernel" : "bias");
      parameters.push({ name, kind, variable });
    } else {
      statistics.push({ name, variable });
    }
  }
  return { parameters, statistics };
}

type LayerVariable = tf.LayersModel["weights"][number];
type NamedWeight = { name: string; word: string; weight: LayerVariable };

function namedWeights(model: tf.LayersModel, path: string): NamedWeight[] {
  return model.layers.flatMap((layer) =>
    layer instanceof tf.LayersModel
      ? namedWeights(layer, `${path}${layer.name}/`)
      : layer.weights.map((weight) => {
          const word = weight.originalName.split("/").at(-1) as string; // without scopes: "kernel"
          return { name: `${path}${layer.name}/${word}`, word, weight };
        }),
  );
}
