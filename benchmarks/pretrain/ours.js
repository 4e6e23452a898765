// Our side of run.js: node ours.js TASK, with TASK as JSON { pictures, count, side, width, batch, precision, workers }. Makes a
// pass over the pictures for each line on standard input and answers each with { milliseconds, loss, peakMemory, waiting },
// the last being the part of the time in which the loop waited for a batch.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { simclrViews } from "@unlabeled/augment";
import { resnet18, simclrProjector } from "@unlabeled/backbones";
import { sgd, useEngine } from "@unlabeled/core";
import { batches, inMemory } from "@unlabeled/data";
import { engine } from "@unlabeled/engine-native";
import { simclr } from "@unlabeled/simclr-distill";
import { train } from "@unlabeled/train";

const say = (answer) => console.log(JSON.stringify(answer));
const task = JSON.parse(process.argv[2]);

function pictures({ pictures: file, count, side }) {
  const bytes = readFileSync(file);
  const size = side * side * 3;
  return Array.from({ length: count }, (_, i) => {
    return { width: side, height: side, pixels: bytes.subarray(i * size, (i + 1) * size) };
  });
}

/** The batches of a loader, and how long the loop waits for them. */
function timed(views) {
  const clock = { waited: 0 };
  async function* epoch(number, from) {
    const made = views.epoch(number, from)[Symbol.asyncIterator]();
    for (;;) {
      const start = performance.now();
      const { value, done } = await made.next();
      clock.waited += performance.now() - start;
      if (done) return;
      yield value;
    }
  }
  return { clock, views: { ...views, epoch } };
}

try {
  const { width, side, batch, precision, workers } = task;
  const { description, threads } = await useEngine(engine, { precision });
  const backbone = resnet18({ stem: "small", width, seed: 0 });
  const inputs = backbone.featureCount;
  const projector = simclrProjector({ inputs, hidden: inputs, outputs: 128, layers: 2, seed: 0 });
  const method = simclr({ backbone, projector, temperature: 0.5 });
  const pipeline = simclrViews({ size: side, blur: false });
  const source = inMemory(pictures(task));
  const { clock, views } = timed(batches(source, pipeline, { batchSize: batch, seed: 0, workers }));
  const options = { epochs: 1e6, optimizer: sgd({ momentum: 0.9, weightDecay: 5e-4 }) };
  const reports = train(method, views, { ...options, learningRate: 0.06 });
  const pass = async () => {
    let loss = Number.NaN;
    for (let i = 0; i < views.batchesPerEpoch; i++) loss = (await reports.next()).value.loss;
    return loss;
  };
  await pass();
  const parameters = method.trained.reduce((sum, { variable }) => sum + variable.size, 0);
  say({ version: description, threads, parameters });
  for await (const _ of createInterface({ input: process.stdin })) {
    await reports.next(); // not timed: while the other side had its turn, idle threads have ended
    clock.waited = 0;
    const start = performance.now();
    const loss = await pass();
    const milliseconds = performance.now() - start;
    const peakMemory = process.resourceUsage().maxRSS * 1024;
    say({ milliseconds, loss, peakMemory, waiting: clock.waited / milliseconds });
  }
  await reports.return();
} catch (error) {
  say({ error: error.message });
}
