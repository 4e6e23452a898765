// What writing pseudo-labels costs beside the teacher's inference: seconds a picture of writePseudoLabels, and of the same
// batches through the same network with nothing written, in turns in one process.
//
//   pnpm bench pseudo-label [--json FILE] [--quick]
//
// Labels must take at most 10 % longer, by the medians. --quick: 2,000 pictures, two rounds, and no verdict.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as tf from "@tensorflow/tfjs";
import { evaluationView } from "@unlabeled/augment";
import { resnet18 } from "@unlabeled/backbones";
import { randomStream, useEngine } from "@unlabeled/core";
import { evaluationBatches, idxFiles, inMemory, writePseudoLabels } from "@unlabeled/data";
import { classifierFromLayer } from "@unlabeled/simclr-distill";
import { firstOf } from "../first-of.js";
import { writeReport } from "../report.js";
import { summary } from "../side.js";

const { values: flags } = parseArgs({
  options: { json: { type: "string" }, quick: { type: "boolean", default: false } },
});
const ROUNDS = flags.quick ? 2 : 7;
const PICTURES = flags.quick ? 2000 : 10_000;
const MOST = 1.1; // times as long

const { description } = await useEngine();
console.log(description);

const clothes = async () => {
  const images = new URL(
    "../../data/fashion-mnist/train-10000-images-idx3-ubyte.gz",
    import.meta.url,
  );
  return idxFiles({ images: fileURLToPath(images) });
};
const noise = async () => {
  const random = randomStream({ seed: 0, purpose: "pictures" });
  const distinct = Array.from({ length: 64 }, () => ({
    ...{ width: 64, height: 64 },
    pixels: Uint8Array.from({ length: 64 * 64 * 3 }, () => random.integer(256)),
  }));
  return inMemory(Array.from({ length: 10_000 }, (_, i) => distinct[i % distinct.length]));
};
const CASES = [
  { name: "clothes at 32 px, ResNet-18 of width 16, 10 classes", open: clothes, size: 32, L: 10 },
  { name: "noise at 64 px, ResNet-18 of width 16, 1000 classes", open: noise, size: 64, L: 1000 },
];

const folder = mkdtempSync(join(tmpdir(), "pseudo-label-"));
const cases = [];
for (const { name, open, size, L } of CASES) {
  const all = await open();
  const source = firstOf(all, PICTURES);
  const backbone = resnet18({ stem: "small", width: 16, seed: 0 });
  const teacher = classifierFromLayer({ backbone, classes: L, layer: 0 });
  for (const { variable } of teacher.classifier.parameters) {
    variable.assign(tf.randomNormal(variable.shape, 0, 1, "float32", 0)); // it begins at zero
  }

  async function* probabilities(pictures) {
    const batches = evaluationBatches(pictures, evaluationView({ size }), {
      ...{ batchSize: 250, workers: 1, cacheBytes: 0 },
    });
    try {
      for await (const { images, indices } of batches) {
        const rows = tf.tidy(() => tf.softmax(teacher.apply(images, "evaluate")));
        yield { indices, values: await rows.data() };
        tf.dispose([images, rows]);
      }
    } finally {
      await batches.close();
    }
  }

  const ways = {
    async inference() {
      for await (const { values } of probabilities(source)) values.at(-1);
    },
    async labels() {
      const classes = Array.from({ length: L }, (_, label) => `${label}`);
      const options = { folder: join(folder, "labels"), teacher: "random", classes, size };
      await writePseudoLabels(source, probabilities, { ...options, shardSize: PICTURES / 4 });
      rmSync(options.folder, { recursive: true });
    },
  };
  const runs = { inference: [], labels: [] };
  for (let round = -1; round < ROUNDS; round++) {
    for (const [way, run] of Object.entries(ways)) {
      const start = performance.now();
      await run();
      if (round >= 0) runs[way].push((performance.now() - start) / 1000 / PICTURES);
    }
  }
  const [ours, plain] = [summary(runs.labels), summary(runs.inference)];
  const ratio = plain.median / ours.median;
  const peer = { name: "the teacher's inference alone", version: "the same", ...plain };
  cases.push({ case: name, unit: "seconds a picture", ours, peer, ratio });
  const speed = ({ median, min }) => `${Math.round(1 / median)} (best ${Math.round(1 / min)})`;
  console.log(
    `${name}: ${speed(ours)} pictures/s with labels, ${speed(plain)} without: ${(100 * (1 / ratio - 1)).toFixed(1)} % longer (best times: ${(100 * (ours.min / plain.min - 1)).toFixed(1)} %)`,
  );
  for (const { variable } of [...teacher.parameters, ...teacher.statistics]) variable.dispose();
}
rmSync(folder, { recursive: true });

const holds = cases.every(({ ratio }) => 1 / ratio <= MOST);
if (flags.json) {
  const command = `pnpm bench pseudo-label${flags.quick ? " --quick" : ""}`;
  writeReport(flags.json, { name: "pseudo-label", command, engine: description, cases });
}
if (!flags.quick) {
  console.log(holds ? "Writing labels takes at most 10 % longer." : "WRONG: it takes longer.");
  process.exitCode = holds ? 0 : 1;
}
