// Do our views train as torchvision's do? The demo's network and recipe on Fashion-MNIST (carried in data/), once with our views and
// once with those that torchvision makes in another process; else all is the same: first weights, order, updates.
//
//   pnpm bench claims/views [--json FILE] [--seeds 0,1,2] [--epochs 24] [--python PATH]
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as tf from "@tensorflow/tfjs";
import { evaluationView, simclrViews } from "@unlabeled/augment";
import { resnet, simclrProjector } from "@unlabeled/backbones";
import { permutation, sgd, useEngine, warmupCosine } from "@unlabeled/core";
import { batches, evaluationBatches, openSource } from "@unlabeled/data";
import {
  center,
  extractFeatures,
  fewLabelAccuracy,
  knnAccuracy,
  standardize,
  sweepPenalty,
} from "@unlabeled/eval";
import { simclr } from "@unlabeled/simclr-distill";
import { train } from "@unlabeled/train";
import { pythonOfPeer } from "../../python.js";
import { writeReport } from "../../report.js";
import { deviation, mean } from "../statistics.js";

const { values: flags } = parseArgs({
  options: {
    json: { type: "string" },
    seeds: { type: "string", default: "0,1,2" },
    epochs: { type: "string", default: "24" },
    python: { type: "string" },
  },
});
const seeds = flags.seeds.split(",").map(Number);
const epochs = Number(flags.epochs);
const root = new URL("../../../", import.meta.url);
const file = (path) => fileURLToPath(new URL(path, root));
const config = JSON.parse(readFileSync(file("packages/cli/recipes/clothes-simclr.json"), "utf8"));
const { size, batchSize } = config;
const pictures = (part) =>
  openSource(file(`data/fashion-mnist/${part}-images-idx3-ubyte.gz`), { labels: true });
const [source, test] = [await pictures("train-10000"), await pictures("test-2000")];
// torchvision's way in what SimCLR's code has its own: where crops lie
const recipe = { flip: 0.5, ...config.views, jitter: { probability: 0.8, ...config.views.jitter } };
const pipeline = simclrViews({ size, ...recipe, cropSampler: "torchvision" });

const folder = mkdtempSync(join(tmpdir(), "unlabeled-views-"));
const raw = join(folder, "pictures.raw");
const all = [];
for (let i = 0; i < source.length; i++) all.push((await source.read(i)).pixels);
writeFileSync(raw, Buffer.concat(all));

/** Batches in the order that ours have, of the views that the other process makes. */
function torchvisionBatches(seed) {
  const task = { pictures: raw, count: source.length, side: size, recipe, seed };
  const script = fileURLToPath(new URL("peer.py", import.meta.url));
  const python = flags.python ?? pythonOfPeer("claims/views");
  const child = spawn(python, [script, JSON.stringify(task)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const chunks = child.stdout[Symbol.asyncIterator]();
  let left = Buffer.alloc(0);
  async function take(bytes) {
    const parts = [left];
    let length = left.length;
    while (length < bytes) {
      const { value, done } = await chunks.next();
      if (done) throw new Error("views: the peer ended without an answer; its message is above.");
      parts.push(value);
      length += value.length;
    }
    const whole = Buffer.concat(parts);
    left = whole.subarray(bytes);
    return new Float32Array(new Uint8Array(whole.subarray(0, bytes)).buffer);
  }
  const batchesPerEpoch = Math.floor(source.length / batchSize);
  const shape = [batchSize, size, size, 3];
  const values = batchSize * size * size * 3;
  return {
    batchSize,
    batchesPerEpoch,
    description: { views: "torchvision" },
    async *epoch(epoch, from = 0) {
      const order = permutation(source.length, { seed, purpose: "order", epoch });
      const ask = (batch) => {
        const samples = order.subarray(batch * batchSize, (batch + 1) * batchSize);
        child.stdin.write(`${JSON.stringify([epoch, ...samples])}\n`);
      };
      ask(from);
      for (let batch = from; batch < batchesPerEpoch; batch++) {
        if (batch + 1 < batchesPerEpoch) ask(batch + 1); // made while this one is trained on
        const both = await take(2 * 4 * values);
        yield {
          view0: tf.tensor4d(both.subarray(0, values), shape),
          view1: tf.tensor4d(both.subarray(values), shape),
        };
      }
    },
    close: async () => child.stdin.end(),
  };
}

async function accuracies(views, seed) {
  const backbone = resnet({
    ...{ block: "basic", blocks: [1, 1, 1], width: 16 },
    ...{ stem: config.stem, grid: config.grid, normalize: false, seed },
  });
  const inputs = backbone.featureCount;
  const projector = simclrProjector({ inputs, ...config.projector, layers: 2, seed });
  const method = simclr({ backbone, projector, temperature: config.temperature });
  const { base, warmupEpochs } = config.learningRate;
  const optimizer = sgd({ momentum: 0.9, weightDecay: config.optimizer.weightDecay });
  const learningRate = warmupCosine({ base, warmupEpochs });
  for await (const _ of train(method, views, { epochs, optimizer, learningRate }));
  await views.close();
  const features = async (of) => {
    const made = evaluationBatches(of, evaluationView({ size }), { batchSize: 250 });
    const found = await extractFeatures(backbone, made);
    await made.close();
    return found;
  };
  const [known, asked] = [await features(source), await features(test)];
  const scaled = standardize(known, asked);
  const centred = center(known, asked);
  const linear = { penalties: [10, 100, 1000], tolerance: 1e-3, seed };
  const few = { labelsPerClass: 10, draws: 10, l2: 1, seed };
  return {
    linear: (await sweepPenalty(scaled.train, scaled.test, linear)).accuracy,
    few: (await fewLabelAccuracy(scaled.train, scaled.test, few)).accuracy,
    knn: (await knnAccuracy(centred.train, centred.test, { k: 20, temperature: 0.07 })).accuracy,
  };
}

const WAYS = {
  ours: (seed) => batches(source, pipeline, { batchSize, seed }),
  torchvision: torchvisionBatches,
};
const engine = await useEngine();
console.log(engine.description);
const results = { ours: [], torchvision: [] };
for (const seed of seeds) {
  for (const [way, made] of Object.entries(WAYS)) {
    const figures = await accuracies(made(seed), seed);
    results[way].push(figures);
    const words = Object.entries(figures).map(([name, x]) => `${name} ${(100 * x).toFixed(1)}`);
    console.log(`seed ${seed}, ${way}: ${words.join(", ")}`);
  }
}
rmSync(folder, { recursive: true });

const claims = ["linear", "few", "knn"].map((probe) => {
  const differences = seeds.map((_, i) => results.ours[i][probe] - results.torchvision[i][probe]);
  const margin = mean(differences);
  const spread = deviation(differences);
  console.log(
    `${probe}: ours ${(100 * mean(results.ours.map((one) => one[probe]))).toFixed(1)}, torchvision ${(100 * mean(results.torchvision.map((one) => one[probe]))).toFixed(1)}; difference ${(100 * margin).toFixed(1)} (${(100 * spread).toFixed(1)}) points`,
  );
  return { claim: `as torchvision's views (${probe})`, seeds, margin, spread, differences };
});
if (flags.json) {
  writeReport(flags.json, {
    name: "claims/views",
    command: "pnpm bench claims/views",
    engine: engine.description,
    epochs,
    results,
    claims,
  });
}
