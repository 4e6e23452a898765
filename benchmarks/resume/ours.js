// Trains or resumes a run of run.js: node ours.js TASK, with TASK as JSON { run, method, engine, workers }. Says "ready" when
// it is about to.
import { randomStream, useEngine, warmupCosine } from "@unlabeled/core";
import { batches, inMemory } from "@unlabeled/data";
import { train } from "@unlabeled/train";
import { ENGINES, METHODS } from "./cases.js";

const { run, method: name, engine, workers } = JSON.parse(process.argv[2]);
const [side, count] = [12, 48];

await useEngine(await ENGINES[engine]());
const random = randomStream({ seed: 0, purpose: "pictures" });
const pictures = Array.from({ length: count }, () => ({
  width: side,
  height: side,
  pixels: Uint8Array.from({ length: side * side * 3 }, () => random.integer(256)),
}));
const { method, views, optimizer } = METHODS[name]();
const made = batches(inMemory(pictures), views, { batchSize: 8, seed: 0, workers });
const reports = train(method, made, {
  epochs: 3,
  optimizer,
  learningRate: warmupCosine({ base: 0.05, warmupEpochs: 1 }),
  clipNorm: 1,
  guard: "off",
  run,
  resume: true,
  checkpointEverySteps: 2,
  keep: 2,
  seed: 0,
});
console.log("ready");
for await (const _ of reports);
await made.close();
