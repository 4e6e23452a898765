// One stage of one size: node ours.js TASK, with TASK as JSON { stage, network, size, batch, precision }. Prints
// { picturesPerSecond, peakMemory, weights }.
import * as tf from "@tensorflow/tfjs";
import { resnet, simclrProjector } from "@unlabeled/backbones";
import { sgd, useEngine } from "@unlabeled/core";
import { engine } from "@unlabeled/engine-native";
import { classifierFromLayer, distill, fineTune, simclr } from "@unlabeled/simclr-distill";
import { train } from "@unlabeled/train";

const { stage, network, size, batch, precision } = JSON.parse(process.argv[2]);
const [WARM, TIMED] = size > 64 ? [1, 2] : [2, 5];
const CLASSES = 10;
await useEngine(engine, { precision });

const classifierOf = (width) => {
  const backbone = resnet({ ...network, width, seed: 0 });
  const projector = simclrProjector({ inputs: backbone.featureCount, layers: 3, seed: 0 });
  return { backbone, projector };
};
const noise = () => tf.randomUniform([batch, size, size, 3], 0, 1, "float32", 0);
const made = {
  pretrain() {
    const parts = classifierOf(network.width);
    return [simclr(parts), () => ({ view0: noise(), view1: noise() })];
  },
  finetune() {
    const whole = classifierFromLayer({ ...classifierOf(network.width), classes: CLASSES });
    const labels = () =>
      tf.tensor1d(
        Array.from({ length: batch }, (_, i) => i % CLASSES),
        "int32",
      );
    return [fineTune({ network: whole }), () => ({ images: noise(), labels: labels() })];
  },
  distill() {
    const teacher = classifierFromLayer({ ...classifierOf(network.width), classes: CLASSES });
    const { backbone } = classifierOf(network.width / 4);
    const student = classifierFromLayer({ backbone, classes: CLASSES });
    return [distill({ teacher, student }), () => ({ images: noise() })];
  },
};

const [method, batchOf] = made[stage]();
const batches = {
  ...{ batchSize: batch, batchesPerEpoch: WARM + TIMED, description: {} },
  async *epoch() {
    for (let step = 0; step < WARM + TIMED; step++) yield batchOf();
  },
};
const options = { epochs: 1, optimizer: sgd({ momentum: 0.9 }), learningRate: 1e-3, guard: "off" };
const seconds = [];
let last = performance.now();
for await (const { step } of train(method, batches, options)) {
  const now = performance.now();
  if (step > WARM) seconds.push((now - last) / 1000);
  last = now;
}
seconds.sort((a, b) => a - b);
console.log(
  JSON.stringify({
    picturesPerSecond: batch / seconds[Math.floor(seconds.length / 2)],
    peakMemory: process.resourceUsage().maxRSS * 1024,
    weights: method.trained.reduce((sum, { variable }) => sum + variable.size, 0),
  }),
);
