// Does BYOL collapse when its predictor or its stop-gradient is removed, and only then?
//
//   node benchmarks/collapse/run.js [--json FILE] [--quick] [--data FOLDER]
//
// FOLDER holds Fashion-MNIST in IDX files (default: data/fashion-mnist of this repository). Prints a
// table; --quick takes one seed and fewer steps. Exits with 1 if the claim does not hold.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { byolViews } from "@unlabeled/augment";
import { disposeNetwork, sgd, useEngine, warmupCosine } from "@unlabeled/core";
import { batches, idxFiles } from "@unlabeled/data";
import { train } from "@unlabeled/train";
import { networks, VARIANTS } from "./variants.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const { values: flags } = parseArgs({
  options: {
    json: { type: "string" },
    quick: { type: "boolean", default: false },
    data: { type: "string", default: join(root, "data", "fashion-mnist") },
  },
});
const SEEDS = flags.quick ? [0] : [0, 1, 2];
const STEPS = flags.quick ? 150 : 200;
const LAST = 20; // steps that a final figure is the mean of
const COLLAPSED = 0.1; // a spread below is collapse; random directions have 1

const engine = await useEngine("wasm", { threads: 1 }); // figures are compared here, not speeds
const source = await idxFiles({ images: join(flags.data, "train-10000-images-idx3-ubyte.gz") });
console.log(
  `${engine.description}; Fashion-MNIST, ${source.length} pictures at 16 px; ResNet-10 w8, batch 64, ` +
    `SGD 0.1, ${STEPS} steps, seeds ${SEEDS.join(", ")}`,
);

/** Final loss and spread of one run. */
async function trained(variant, seed) {
  const options = networks(seed);
  const method = VARIANTS[variant](options);
  const pipeline = byolViews({ size: 16, cropArea: [0.3, 1], blur: false });
  const views = batches(source, pipeline, { batchSize: 64, seed });
  const reports = train(method, views, {
    epochs: Math.ceil(STEPS / views.batchesPerEpoch),
    optimizer: sgd({ momentum: 0.9, weightDecay: 1e-4 }),
    learningRate: warmupCosine({ base: 0.1, warmupSteps: 20 }),
    guard: "off", // the collapse is what is measured
  });
  const last = [];
  for await (const { step, loss, measures } of reports) {
    if (step > STEPS - LAST) last.push({ loss, spread: measures.spread });
    if (step === STEPS) break;
  }
  await views.close();
  const { backbone, projector, predictor } = options;
  for (const network of [backbone, projector, predictor, ...Object.values(method.target)]) {
    disposeNetwork(network);
  }
  const mean = (name) => last.reduce((sum, values) => sum + values[name], 0) / last.length;
  return { variant, seed, loss: mean("loss"), spread: mean("spread") };
}

const table = [];
for (const seed of SEEDS) {
  for (const variant of Object.keys(VARIANTS)) {
    const row = await trained(variant, seed);
    table.push(row);
    console.log(
      `seed ${seed}  ${variant.padEnd(22)}  loss ${row.loss.toFixed(4)}  spread ${row.spread.toFixed(4)}`,
    );
  }
}

const spreads = (kept) =>
  table.filter(({ variant }) => (variant === "BYOL") === kept).map(({ spread }) => spread);
const lowest = Math.min(...spreads(true));
const highest = Math.max(...spreads(false));
const holds = highest < COLLAPSED && lowest > 5 * COLLAPSED;
console.log(
  holds
    ? `BYOL keeps its spread (at least ${lowest.toFixed(3)}); without either part it collapses (at most ${highest.toFixed(3)}).`
    : `The claim does not hold: spread of BYOL at least ${lowest.toFixed(3)}, without a part at most ${highest.toFixed(3)}.`,
);

if (flags.json) {
  const claim = {
    claim:
      "BYOL collapses without its predictor or without its stop-gradient, and does not with both",
    source:
      "Grill et al. 2020, table 5b: 0.2 % top-1 without predictor, 72.5 % with it; Chen and He 2020, figure 2: without stop-gradient",
    seeds: SEEDS,
    protocol: {
      data: "Fashion-MNIST, first 10,000 training pictures",
      fingerprint: source.fingerprint,
      engine: engine.description,
      precision: engine.precision,
      steps: STEPS,
      figure: `mean of the last ${LAST} steps`,
    },
    table,
    margin: lowest - highest,
    spread: Math.max(...spreads(true)) - lowest,
    holds,
  };
  const report = {
    name: "collapse",
    command: `node benchmarks/collapse/run.js${flags.quick ? " --quick" : ""}`,
    commit: execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).trim(),
    machine: { cpu: cpus()[0]?.model, cores: cpus().length, node: process.versions.node },
    cases: [],
    claims: [claim],
  };
  writeFileSync(flags.json, `${JSON.stringify(report, null, 2)}\n`);
}
process.exitCode = holds ? 0 : 1;
