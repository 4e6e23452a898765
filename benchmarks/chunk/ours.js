// One side of run.js: node ours.js TASK, with TASK as JSON { network, batchSize, chunk?, steps }. Trains, and prints as JSON
// the seconds of each step, the most bytes that the process has held, and the trained values after the first step.
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { simclrViews } from "@unlabeled/augment";
import { resnet, simclrProjector } from "@unlabeled/backbones";
import { conv2d, defineNetwork, heNormal, mlp, sgd, useEngine } from "@unlabeled/core";
import { batches, openSource } from "@unlabeled/data";
import { simclr } from "@unlabeled/simclr-distill";
import { train } from "@unlabeled/train";

const { network, batchSize, chunk, steps } = JSON.parse(process.argv[2]);
const engine = await useEngine();
const images = new URL(
  "../../data/fashion-mnist/train-10000-images-idx3-ubyte.gz",
  import.meta.url,
);
const source = await openSource(fileURLToPath(images));

/** Three convolutions without batch norm: the gradient of a row does not depend on other rows. */
function plain() {
  return defineNetwork(
    (variables) => {
      const kernels = [
        [3, 16],
        [16, 32],
        [32, 64],
      ].map(([i, o], n) => variables.kernel(`conv${n}/kernel`, [3, 3, i, o], heNormal("in")));
      return {
        apply: (x) =>
          tf.tidy(() => {
            const maps = kernels.reduce(
              (y, kernel) => tf.relu(conv2d(y, kernel, { stride: 2, padding: 1 })),
              x,
            );
            return tf.reshape(maps, [maps.shape[0], 4 * 4 * 64]);
          }),
      };
    },
    { seed: 0 },
  );
}

const backbone =
  network === "plain"
    ? plain()
    : resnet({ block: "basic", blocks: [2, 2, 2, 2], width: 16, stem: "small", seed: 0 });
const projector =
  network === "plain"
    ? mlp({ inputs: 4 * 4 * 64, hidden: [], outputs: 64, seed: 0 })
    : simclrProjector({
        inputs: backbone.featureCount,
        hidden: 128,
        outputs: 128,
        layers: 2,
        seed: 0,
      });
const method = simclr({ backbone, projector, temperature: 0.1 });
const views = batches(source, simclrViews({ size: 32, strength: 0.5, blur: false }), {
  batchSize,
  seed: 0,
});
const valuesOf = () => method.trained.map(({ variable }) => [...variable.dataSync()]);
const initial = network === "plain" ? valuesOf() : undefined;
const seconds = [];
let trained;
let began = performance.now();
const epochs = Math.ceil(steps / views.batchesPerEpoch);
const options = {
  epochs,
  optimizer: sgd(),
  learningRate: 1,
  guard: "off",
  ...(chunk && { chunk }),
};
for await (const { step } of train(method, views, options)) {
  seconds.push((performance.now() - began) / 1000);
  if (step === 1 && network === "plain") {
    trained = valuesOf();
  }
  if (step === steps) break;
  began = performance.now();
}
await views.close();
const peakMemory = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ engine: engine.description, seconds, peakMemory, initial, trained }));
