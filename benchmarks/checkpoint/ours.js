// Our side of run.js: node ours.js TASK, with TASK as JSON { network, width, size, batch, seconds, rounds, folder }. Trains in
// spans of some seconds, a checkpoint at the beginning of every second one, and answers with what they cost.
import { statSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { resnet18, resnet50 } from "@unlabeled/backbones";
import { byol } from "@unlabeled/byol";
import { sgd, useEngine } from "@unlabeled/core";
import { engine } from "@unlabeled/engine-native";
import { loadCheckpoint, train } from "@unlabeled/train";
import { summary } from "../side.js";

const NETWORKS = {
  "ResNet-18": (width) => resnet18({ stem: "small", width, seed: 0 }),
  "ResNet-50": (width) => resnet50({ stem: "small", width, seed: 0 }),
};
const { network, width, size, batch, seconds, rounds, folder } = JSON.parse(process.argv[2]);

const { description, threads } = await useEngine(engine);
const method = byol({ backbone: NETWORKS[network](width) });
const shape = [batch, size, size, 3];
const [view0, view1] = [1, 2].map((seed) => tf.randomUniform(shape, 0, 1, "float32", seed));
const views = {
  batchSize: batch,
  batchesPerEpoch: 1e6,
  description: {},
  async *epoch() {
    for (;;) yield { view0: tf.clone(view0), view1: tf.clone(view1) };
  },
};
const options = { epochs: 1, learningRate: 1e-3, guard: "off" };
const optimizer = () => sgd({ momentum: 0.9 });

let updated = 0; // when the newest step's computing ended
const watched = {
  ...method,
  afterUpdate(...given) {
    method.afterUpdate(...given);
    updated = performance.now();
  },
};

/** Takes a step: milliseconds in all, and from the end of its computing until the loop has it. */
async function timed(reports) {
  const start = performance.now();
  await reports.next();
  const end = performance.now();
  return { all: end - start, after: end - updated };
}

const warm = train(watched, views, { ...options, optimizer: optimizer() });
const first = [];
for (let i = 0; i < 5; i++) first.push(await timed(warm));
await warm.return();
const usual = summary(first.map(({ all }) => all)).median;
const span = Math.max(5, Math.ceil((1000 * seconds) / usual)); // steps

const run = join(folder, `${network}-${width}`);
const every = 2 * span;
const reports = train(watched, views, {
  ...{ ...options, optimizer: optimizer(), run, checkpointEverySteps: every, keep: 2 },
});
for (let step = 1; step < every; step++) await timed(reports);
const [blocked, whole, saving, other] = [[], [], [], []];
for (let round = 0; round <= rounds; round++) {
  const { all, after } = await timed(reports);
  const end = Date.now();
  const [spans, afters] = [[all, 0], []];
  for (const kind of [0, 1]) {
    for (let step = 1 - kind; step < span; step++) {
      const { all, after } = await timed(reports);
      spans[kind] += all;
      afters.push(after);
    }
  }
  const stop = after - summary(afters).median;
  const file = join(run, "checkpoints", `step-${(round + 1) * every}.safetensors`);
  blocked.push(stop);
  whole.push(statSync(file).ctimeMs - end + stop); // ctime: when it got its name
  saving.push(spans[0]);
  other.push(spans[1]);
  if (round === rounds) await finish(statSync(file).size);
}

async function finish(bytes) {
  await reports.return();
  const { tensors } = await loadCheckpoint(run);
  const [firstBlocked, ...others] = blocked; // the first makes the memory that the others use again
  const answer = {
    version: `${description}, @unlabeled/train`,
    threads,
    bytes,
    shapes: Object.values(tensors).map(({ shape }) => shape),
    firstBlocked,
    blocked: summary(others),
    whole: summary(whole.slice(1)),
    spans: { steps: span, saving: summary(saving.slice(1)), other: summary(other.slice(1)) },
  };
  console.log(JSON.stringify(answer));
}
