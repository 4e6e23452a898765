import * as tf from "@tensorflow/tfjs";
import type { Backbone, Mode } from "@unlabeled/core";
import { layerWeights } from "./layer-weights.ts";
import { layersOutputs } from "./layers-outputs.ts";

/**
 * A backbone from any tfjs layers model, so that any method can train it.
 *
 * The model's 2-D output is the features; without one they are the mean of its last 4-D output. Its
 * 4-D outputs, in their order, are the stages. Images come in [0, 1]: a model that wants others begins
 * with `tf.layers.rescaling`. The backbone uses the model's own weights, so training it trains the
 * model, and `model.save` saves what was trained. Weights are named by layer and weight, `conv1/kernel`:
 * name the layers, since names that tfjs makes up count the layers made before. Frozen layers
 * (`layer.trainable = false`) are statistics: saved, never trained. Dropout layers draw by their own
 * `seed` option, not the run's. tfjs cannot train batch normalizations without `scale` or `center`.
 *
 * @throws {RangeError} If the model has not one 4-D input, has outputs that are neither 4-D nor the one
 *   2-D, or has two weights of one name.
 *
 * @example
 * const model = await tf.loadLayersModel("file://mobilenet/model.json");
 * const features = tf.model({ inputs: model.inputs, outputs: model.getLayer("conv_pw_13_relu").output });
 * const backbone = fromLayersModel(features);
 */
export function fromLayersModel(model: tf.LayersModel): Backbone {
  const { features, maps, featureCount } = layersOutputs(model);
  /** All outputs; the caller keeps what it wants of them in a tidy. */
  const outputs = (images: tf.Tensor4D, mode: Mode): tf.Tensor[] => {
    assertImages(model, images);
    if (mode === "train") assertTrainable(model);
    const results = model.apply(images, { training: mode === "train" });
    return (Array.isArray(results) ? results : [results]) as tf.Tensor[];
  };
  return {
    ...layerWeights(model),
    featureCount,
    apply: (images, mode) =>
      tf.tidy(() => {
        const all = outputs(images, mode);
        if (features !== undefined) return all[features] as tf.Tensor2D;
        return tf.mean(all[maps.at(-1) as number] as tf.Tensor4D, [1, 2]);
      }),
    stages: (images, mode) => {
      if (maps.length === 0) {
        throw new RangeError(
          "fromLayersModel: the model must have 4-D outputs to have stages; got features alone. " +
            "Add them: tf.model({ inputs: model.inputs, outputs: [model.getLayer(name).output, …] }).",
        );
      }
      return tf.tidy(() => {
        const all = outputs(images, mode);
        return maps.map((i) => all[i] as tf.Tensor4D);
      });
    },
    clone: () => fromLayersModel(cloneModel(model)),
  };
}

/** The class of a model has `fromConfig`, which the types of an instance do not show. */
interface ModelClass {
  fromConfig(
    modelClass: ModelClass,
    config: unknown,
    customObjects: object,
    withoutInitializers: boolean,
  ): tf.LayersModel;
}

function cloneModel(model: tf.LayersModel): tf.LayersModel {
  const modelClass = model.constructor as unknown as ModelClass;
  const copy = modelClass.fromConfig(modelClass, model.getConfig(), {}, true);
  copy.setWeights(model.getWeights());
  return copy;
}

/** tfjs reads γ and β in training, also where the layer has none, and fails without a reason. */
function assertTrainable(model: tf.LayersModel): void {
  for (const layer of model.layers) {
    if (layer instanceof tf.LayersModel) assertTrainable(layer);
    const { scale, center } = layer.getConfig();
    if (layer.getClassName() === "BatchNormalization" && !(scale && center)) {
      throw new RangeError(
        `fromLayersModel: batch normalizations must have scale and center to be trained by tfjs; got ${layer.name} without. Use mode "evaluate".`,
      );
    }
  }
}

function assertImages(model: tf.LayersModel, images: tf.Tensor4D): void {
  const shape = model.inputs[0]?.shape ?? [];
  const fits = (size: number | null, axis: number) => size === null || size === images.shape[axis];
  if (images.rank !== 4 || !shape.every(fits)) {
    const want = shape.map((size, axis) => size ?? "NHWC"[axis]).join(", ");
    throw new RangeError(
      `fromLayersModel: images must have shape [${want}]; got [${images.shape.join(", ")}].`,
    );
  }
}
