// Our side of run.js: node ours.js TASK, with TASK as JSON { network, batch, size, classes, engine, precision }. Takes a
// step for each line on standard input and answers each with { milliseconds, loss, peakMemory }, as peer.py does.
import { createInterface } from "node:readline";
import * as tf from "@tensorflow/tfjs";
import { lossAndGradients, sgd, useEngine } from "@unlabeled/core";
import { trainee } from "./networks.js";

const ENGINES = {
  native: () => import("@unlabeled/engine-native"),
  wasm: () => import("@unlabeled/engine-wasm"),
};
const WARM_UP = 2; // steps
const say = (answer) => console.log(JSON.stringify(answer));

async function begin({ engine: name, precision, ...task }) {
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

try {
  const { step, greeting } = await begin(JSON.parse(process.argv[2]));
  say(greeting);
  for await (const _ of createInterface({ input: process.stdin })) {
    const start = performance.now();
    const loss = step();
    const milliseconds = performance.now() - start;
    say({ milliseconds, loss, peakMemory: process.resourceUsage().maxRSS * 1024 });
  }
} catch (error) {
  say({ error: error.message });
}
