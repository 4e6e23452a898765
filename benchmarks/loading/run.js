// Batches a second of a source in memory, by the number of worker threads, in turns: node benchmarks/loading/run.js [--json FILE]
// How much faster two are than one; there is no peer.
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import * as tf from "@tensorflow/tfjs";
import { simclrViews } from "@unlabeled/augment";
import { randomStream, useEngine } from "@unlabeled/core";
import { batches, inMemory } from "@unlabeled/data";
import { writeReport } from "../report.js";
import { summary } from "../side.js";

const { values } = parseArgs({ options: { json: { type: "string" } } });
const ROUNDS = 7;
const CASES = [
  { name: "32 px of 32 x 32, no blur", side: 32, size: 32, blur: false, count: 51200, batch: 256 },
  {
    name: "224 px of 256 x 256, blur 0.5",
    side: 256,
    size: 224,
    blur: undefined,
    count: 512,
    batch: 64,
  },
];

const { description } = await useEngine(); // batches are copied to its memory
console.log(description);
const results = [];
for (const { name, side, size, blur, count, batch } of CASES) {
  const random = randomStream({ seed: 0, purpose: "pictures" });
  const distinct = Array.from({ length: 64 }, () => ({
    width: side,
    height: side,
    pixels: Uint8Array.from({ length: side * side * 3 }, () => random.integer(256)),
  }));
  const source = inMemory(Array.from({ length: count }, (_, i) => distinct[i % distinct.length]));
  const pipeline = simclrViews({ size, blur });
  const ways = [1, 2].map((workers) => {
    const made = batches(source, pipeline, { batchSize: batch, seed: 0, workers, prefetch: 2 });
    return { workers, made, runs: [] };
  });
  for (let round = -1; round < ROUNDS; round++) {
    for (const { made, runs } of ways) {
      await pause(500); // until what is made ahead is made, and the other's turn is not disturbed
      const start = performance.now();
      for await (const views of made.epoch(round + 1)) tf.dispose(views); // some of it made ahead, and as much of the next
      if (round >= 0) runs.push((performance.now() - start) / 1000 / count);
    }
  }
  for (const { made } of ways) await made.close();
  const [one, two] = ways.map(({ workers, runs }) => ({ workers, ...summary(runs) }));
  const ratio = { least: one.min / two.min, median: one.median / two.median };
  results.push({ case: name, unit: "seconds a picture, two views", one, two, ratio });
  console.log(
    `${name}: ${(1 / one.median).toFixed(0)} pictures/s with 1 worker, ${(1 / two.median).toFixed(0)} with 2: ${ratio.median.toFixed(2)} times (least times: ${ratio.least.toFixed(2)})`,
  );
}
if (values.json) {
  writeReport(values.json, {
    name: "loading",
    command: "pnpm bench loading",
    engine: description,
    cases: results,
  });
}
