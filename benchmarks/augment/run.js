// Views a second on one core, ours and the peers' in turns. Usage:
//   node benchmarks/augment/run.js [--json FILE] [--quick] [--python PATH]
// --python: an interpreter that has the packages of requirements.txt, instead of one in the cache folder.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as tf from "@tensorflow/tfjs";
import { simclrViews } from "@unlabeled/augment";
import { randomStream } from "@unlabeled/core";
import { batches, imageFolder } from "@unlabeled/data";
import sharp from "sharp";
import { pythonOfPeer } from "../python.js";
import { writeReport } from "../report.js";
import { summary } from "../side.js";

const { values } = parseArgs({
  options: { json: { type: "string" }, quick: { type: "boolean" }, python: { type: "string" } },
});
/** One core for all of it, the peers too: decoders have threads of their own. */
let pinned = true;
try {
  execFileSync("taskset", ["-acp", "0", `${process.pid}`], { stdio: "ignore" });
} catch {
  pinned = false;
  console.error("augment: there is no taskset: the cases that decode are not held to one core.");
}
const rounds = values.quick ? 3 : 9;
const seconds = values.quick ? 0.2 : 0.5; // a round, about

const requirements = readFileSync(new URL("./requirements.txt", import.meta.url), "utf8");
const version = (name) => requirements.match(new RegExp(`^${name}==(.*)$`, "m"))[1];

const small = { height: 32, width: 32 };
const large = { height: 400, width: 500 };
// Same crop, interpolation and normalization as the peers have.
const alike = {
  cropSampler: "torchvision",
  interpolation: "bilinear",
  normalize: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
};
const cases = [
  { name: "32 px, no blur", peer: "lightly", of: small, size: 32, strength: 0.5, blur: 0 },
  { name: "32 px, no blur", peer: "torchvision", of: small, size: 32, strength: 0.5, blur: 0 },
  { name: "32 px, blur 0.5", peer: "lightly", of: small, size: 32, strength: 0.5, blur: 0.5 },
  {
    name: "224 px of 500 x 400, blur 0.5",
    peer: "lightly",
    of: large,
    size: 224,
    strength: 1,
    blur: 0.5,
  },
  {
    name: "224 px of 500 x 400, blur 0.5",
    peer: "torchvision",
    of: large,
    size: 224,
    strength: 1,
    blur: 0.5,
  },
  {
    name: "224 px of a JPEG file of 500 x 400, read and decoded for two views",
    peer: "lightly",
    of: large,
    size: 224,
    strength: 1,
    blur: 0.5,
    jpeg: true,
  },
  {
    name: "64 px of a JPEG file of 2000 x 1500, read and decoded for two views",
    peer: "lightly",
    of: { height: 1500, width: 2000 },
    size: 64,
    strength: 1,
    blur: 0.5,
    jpeg: true,
  },
  {
    name: "32 px, no blur, the preset's own crop (bicubic)",
    of: small,
    size: 32,
    strength: 0.5,
    blur: 0,
    preset: true,
  },
];

const folder = mkdtempSync(join(tmpdir(), "unlabeled-augment-"));
const peer = spawn(
  values.python ?? pythonOfPeer("augment"),
  [fileURLToPath(new URL("./peer.py", import.meta.url))],
  {
    stdio: ["pipe", "pipe", "inherit"],
  },
);
const answers = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();

/** Smooth shades with a little noise: 16 pictures, the same for all. */
function pictures({ height, width }) {
  const random = randomStream({ seed: 0, purpose: "pictures" });
  return Array.from({ length: 16 }, () => {
    const [a, b, c] = [random.uniform(0.01, 0.2), random.uniform(0.01, 0.2), random.uniform(0, 6)];
    const pixels = Uint8Array.from({ length: height * width * 3 }, (_, i) => {
      const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
      return 124 + 100 * Math.sin(a * x + b * y + c + (i % 3)) + random.integer(24);
    });
    return { height, width, pixels };
  });
}

/** Files of them, for the cases that decode. */
async function writeFiles(of, at) {
  mkdirSync(at);
  for (const [i, { width, height, pixels }] of of.entries()) {
    const image = sharp(pixels, { raw: { width, height, channels: 3 } });
    await image.jpeg({ quality: 90 }).toFile(join(at, `${String(i).padStart(2, "0")}.jpg`));
  }
  return imageFolder(at);
}

const pipelineOf = ({ size, strength, blur, preset }) =>
  simclrViews({
    size,
    strength,
    blur: blur === 0 ? false : { probability: blur },
    ...(preset ? {} : alike),
  });

/** Seconds that `views` views of files take, two a picture, read and decoded for every batch. */
async function oursOfFiles(one, source, views) {
  const made = batches(source, pipelineOf(one), {
    ...{ batchSize: source.length, seed: 0, workers: 0, cacheBytes: 0 },
  });
  const start = performance.now();
  let left = views;
  for (let epoch = 0; left > 0; epoch++) {
    for await (const batch of made.epoch(epoch)) tf.dispose(batch);
    left -= 2 * source.length;
  }
  return (performance.now() - start) / 1000;
}

/** Seconds that `views` views take. */
function ours({ size, ...rest }, of, views) {
  const pipeline = pipelineOf({ size, ...rest });
  const into = new Float32Array(size * size * 3);
  const start = performance.now();
  for (let sample = 0; sample < views; sample++) {
    const key = { seed: 0, epoch: 0, sample, view: sample % 2 };
    pipeline.render(of[sample % of.length], key, into);
  }
  return (performance.now() - start) / 1000;
}

async function theirs({ peer: name, of, size, strength, blur, jpeg = false }, file, views) {
  const task = { peer: name, size, strength, blur, jpeg, pictures: file, ...of, views };
  peer.stdin.write(`${JSON.stringify(task)}\n`);
  const { value, done } = await answers.next();
  if (done) throw new Error("augment: the peer ended without an answer; its message is above.");
  return Number(value);
}

const results = [];
for (const [index, one] of cases.entries()) {
  const of = pictures(one.of);
  const file = join(folder, one.jpeg ? `${index}` : `${index}.raw`);
  let source;
  if (one.jpeg) source = await writeFiles(of, file);
  else writeFileSync(file, Buffer.concat(of.map(({ pixels }) => pixels)));
  const oursOf = (views) => (source ? oursOfFiles(one, source, views) : ours(one, of, views));
  const unit = one.jpeg ? 2 * of.length : 1; // whole batches
  const warm = one.size === 32 ? 400 : one.jpeg ? unit : 10;
  await oursOf(warm);
  const ourViews = unit * Math.ceil((seconds * warm) / (await oursOf(warm)) / unit);
  const theirViews = one.peer
    ? 2 * Math.ceil((seconds * warm) / ((await theirs(one, file, warm)) + 1e-9) / 2)
    : 0;
  const runs = { ours: [], theirs: [] };
  for (let round = 0; round < rounds; round++) {
    runs.ours.push(ourViews / (await oursOf(ourViews)));
    if (one.peer) runs.theirs.push(theirViews / (await theirs(one, file, theirViews)));
  }
  const result = {
    case: `SimCLR view, ${one.name}${one.peer ? `, against ${one.peer}` : ""}`,
    unit: "views/s",
    ours: summary(runs.ours),
    peer: one.peer ? { name: one.peer, version: version(one.peer), ...summary(runs.theirs) } : null,
    ratio: one.peer ? summary(runs.ours).median / summary(runs.theirs).median : null,
  };
  results.push(result);
  const against = result.peer
    ? `, ${result.peer.name} ${result.peer.median.toFixed(0)}: ${result.ratio.toFixed(1)} times as fast`
    : "";
  console.log(`${result.case}: ${result.ours.median.toFixed(0)} views/s${against}`);
}
peer.stdin.end();
rmSync(folder, { recursive: true });

if (values.json) {
  const command = `pnpm bench augment${values.quick ? " --quick" : ""}`;
  writeReport(values.json, { name: "augment", command, pinned, cases: results });
}
