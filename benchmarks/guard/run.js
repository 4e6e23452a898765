// Does the guard tell training that cannot succeed from training that does, and does it name the cause?
//
//   pnpm bench guard [--json FILE] [--quick] [--only WORDS]
//
// Fashion-MNIST (carried in data/) at 16 px, ResNet-10 of width 8, SGD 0.1, batches of 64: healthy runs of every method
// for 400 steps, and runs broken in eight ways, which must be stopped within 200. --quick takes one seed.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { byolViews } from "@unlabeled/augment";
import { sgd, useEngine, warmupCosine } from "@unlabeled/core";
import { batches, idxFiles } from "@unlabeled/data";
import { AlarmError, train } from "@unlabeled/train";
import { writeReport } from "../report.js";
import { BROKEN, HEALTHY } from "./runs.js";

const { values: flags } = parseArgs({
  options: {
    json: { type: "string" },
    quick: { type: "boolean", default: false },
    only: { type: "string", default: "" },
  },
});
const SEEDS = flags.quick ? [0] : [0, 1, 2];
const STEPS = { healthy: 400, broken: 200 };

const engine = await useEngine("wasm", { threads: 1 }); // figures are compared here, not speeds
const images = fileURLToPath(
  new URL("../../data/fashion-mnist/train-10000-images-idx3-ubyte.gz", import.meta.url),
);
const source = await idxFiles({ images });
console.log(`${engine.description}; Fashion-MNIST, ${source.length} pictures at 16 px`);

/** The alarm of a run, if there is one. */
async function alarmOf(settings, seed, steps) {
  const { method, views = (batch) => batch, learningRate = 0.1, batchSize = 64, chunk } = settings;
  const pipeline = byolViews({ size: 16, cropArea: [0.3, 1], blur: false });
  const made = batches(source, pipeline, { batchSize, seed });
  const changed = {
    ...made,
    async *epoch(epoch, from) {
      for await (const batch of made.epoch(epoch, from)) yield views(batch);
    },
  };
  const reports = train(method(seed), changed, {
    epochs: Math.ceil(400 / made.batchesPerEpoch), // of all runs, so that all have one schedule
    optimizer: sgd({ momentum: 0.9, weightDecay: 1e-4 }),
    learningRate: warmupCosine({ base: learningRate, warmupSteps: 20 }),
    chunk,
  });
  try {
    for await (const { step } of reports) if (step === steps) break;
    return undefined;
  } catch (error) {
    if (error instanceof AlarmError) return error.alarm;
    throw error;
  } finally {
    await made.close();
  }
}

const table = [];
for (const [kind, runs] of Object.entries({ healthy: HEALTHY, broken: BROKEN })) {
  for (const [name, settings] of Object.entries(runs)) {
    if (!name.includes(flags.only)) continue;
    for (const seed of SEEDS) {
      const alarm = await alarmOf(settings, seed, STEPS[kind]);
      const right = alarm?.cause === settings.cause;
      table.push({ kind, run: name, seed, ...{ expected: settings.cause, alarm, right } });
      const words = alarm ? `${alarm.cause} at step ${alarm.step}` : `none in ${STEPS[kind]} steps`;
      console.log(`${right ? "ok   " : "WRONG"} ${kind.padEnd(7)} ${name}, seed ${seed}: ${words}`);
    }
  }
}
for (const { run, seed, alarm } of table) {
  if (alarm && seed === SEEDS[0]) console.log(`\n${run}: ${alarm.message}`);
}

const holds = table.every(({ right }) => right);
if (flags.json) {
  const claim = {
    claim:
      "Of broken runs each is stopped within 200 steps and its cause named; of healthy ones none",
    source: "none: our own",
    seeds: SEEDS,
    table,
    holds,
  };
  writeReport(flags.json, {
    name: "guard",
    command: `pnpm bench guard${flags.quick ? " --quick" : ""}`,
    engine: engine.description,
    cases: [],
    claims: [claim],
  });
}
process.exitCode = holds ? 0 : 1;
