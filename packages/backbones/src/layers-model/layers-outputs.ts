import type * as tf from "@tensorflow/tfjs";

/** Which outputs of a layers model are features and which are maps; indices into `model.outputs`. */
export interface LayersOutputs {
  /** The 2-D output; undefined: the mean of the last map. */
  readonly features: number | undefined;
  /** The 4-D outputs in their order. */
  readonly maps: readonly number[];
  readonly featureCount: number;
}

/** @throws {RangeError} If the model is not one from images to features, or to maps. */
export function layersOutputs(model: tf.LayersModel): LayersOutputs {
  const [input, ...more] = model.inputs.map(({ shape }) => shape);
  if (input?.length !== 4 || more.length > 0) {
    throw new RangeError(
      `fromLayersModel: model must have one input [N, H, W, C]; got ${shapesText(model.inputs)}.`,
    );
  }
  const ofRank = (rank: number) =>
    model.outputs.flatMap(({ shape }, i) => (shape.length === rank ? [i] : []));
  const [rows, maps] = [ofRank(2), ofRank(4)];
  if (rows.length > 1 || rows.length + maps.length !== model.outputs.length || !model.outputs[0]) {
    throw new RangeError(
      `fromLayersModel: model must have outputs [N, h, w, c], and [N, F] at most once; got ${shapesText(model.outputs)}. ` +
        "Make one that ends there: tf.model({ inputs: model.inputs, outputs: model.getLayer(name).output }).",
    );
  }
  const features = rows[0];
  const featureCount = model.outputs[features ?? (maps.at(-1) as number)]?.shape.at(-1);
  if (!featureCount) {
    throw new RangeError(
      `fromLayersModel: the last axis of the features must have a known length; got ${shapesText(model.outputs)}.`,
    );
  }
  return { features, maps, featureCount };
}

function shapesText(tensors: readonly tf.SymbolicTensor[]): string {
  return tensors.map(({ shape }) => `[${shape.map((size) => size ?? "?").join(", ")}]`).join(", ");
}
