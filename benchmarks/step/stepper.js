import * as tf from "@tensorflow/tfjs";
import { lossAndGradients, sgd, useEngine } from "@unlabeled/core";
import { trainee } from "./networks.js";

const ENGINES = {
  native: () => import("@unlabeled/engine-native"),
  tensorflow: () => import("@unlabeled/engine-tensorflow"),
  wasm: () => import("@unlabeled/engine-wasm"),
};
const WARM_UP = 2; // steps

/** A network on an engine, warm: what it says of itself, and a function that takes a step and returns the loss. */
export async function begin({ engine: name, precision, ...task }) {
  const { engine } = await ENGINES[name]();
  const { description, threads } = await useEngine(engine, { precision });
  const { parameters, loss } = trainee(task);
  const optimizer = sgd({ momentum: 0.9 });
  optimizer.initialize(parameters);
  const step = () =>
    tf.tidy(() => {
      const { loss: value, gradients } = lossAndGradients(loss, parameters);
      optimizer.update(gradients, 0.01);
      return value.dataSync()[0]; // the step is done when its loss is known
    });
  for (let i = 0; i < WARM_UP; i++) step();
  const count = parameters.reduce((sum, { variable }) => sum + variable.size, 0);
  return { step, greeting: { version: description, threads, parameters: count } };
}
