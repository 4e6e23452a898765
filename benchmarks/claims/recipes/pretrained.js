// One pretraining through the command line, and how well its features tell the classes: what run.js and search.js share.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openSource } from "@unlabeled/data";
import { center, knnAccuracy } from "@unlabeled/eval";

const program = fileURLToPath(new URL("../../../packages/cli/bin/unlabeled.js", import.meta.url));
const unlabeled = (...words) =>
  execFileSync(process.execPath, [program, ...words], { stdio: ["ignore", "pipe", "inherit"] });

/**
 * Trains by a configuration in a folder that is made anew.
 *
 * @returns Seconds of the whole command, from its start to its end.
 */
export function pretrain(folder, config, pictures, flags = []) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "config.json");
  writeFileSync(file, JSON.stringify(config));
  const start = performance.now();
  unlabeled("pretrain", pictures, "--config", file, "--run", join(folder, "run"), ...flags);
  return { seconds: (performance.now() - start) / 1000 };
}

/** The features of pictures, with their labels, by the backbone of the run in a folder. */
export async function features(folder, pictures) {
  const file = join(folder, "features.npy");
  unlabeled("embed", join(folder, "run"), pictures, "-o", file, "--engine", "native");
  const { labels } = await openSource(pictures, { labels: true });
  return { ...readNpy(readFileSync(file)), labels };
}

/** kNN of 200 neighbours at a temperature of 0.1, as lightly's monitor has it; of centred rows too. */
export async function neighbours(train, test) {
  const options = { k: 200, temperature: 0.1 };
  const near = center(train, test);
  const knn = await knnAccuracy(train, test, options);
  const centred = await knnAccuracy(near.train, near.test, options);
  return { knn: knn.accuracy, centred: centred.accuracy };
}

/** Rows `from` to `to` of a table. */
export function rows({ values, width, labels }, from, to) {
  return {
    values: values.subarray(from * width, to * width),
    count: to - from,
    width,
    labels: labels.subarray(from, to),
  };
}

/** A float32 matrix as `unlabeled embed` writes it. */
function readNpy(bytes) {
  const header = bytes.readUInt16LE(8);
  const [, count, width] = /\((\d+), (\d+)\)/.exec(bytes.toString("latin1", 10, 10 + header));
  const from = bytes.byteOffset + 10 + header;
  return {
    values: new Float32Array(bytes.buffer.slice(from, bytes.byteOffset + bytes.length)),
    count: Number(count),
    width: Number(width),
  };
}
