// The recipes for small photographs against lightly's parts, on the same pictures, network and cores, in turns: at least as good by
// neighbours in a third of the time, and how good in all of it.
//
//   pnpm bench claims/recipes --pictures TRAIN.tar TEST.tar [--json FILE] [--only METHOD,...] [--seeds 0,1,2] [--peer-seeds 0]
//     [--part third,whole] [--python PATH] [--kept]
//
// The sets are tar shards of key.jpg and key.cls, 32 x 32. Results are kept in benchmarks/.cache/recipes and not made twice;
// --kept makes none.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { evaluationView } from "@unlabeled/augment";
import { useEngine } from "@unlabeled/core";
import { evaluationBatches, openSource } from "@unlabeled/data";
import { engine } from "@unlabeled/engine-native";
import { rawPixels } from "@unlabeled/eval";
import { elapsedSeconds, readRun } from "@unlabeled/train";
import { pythonOfPeer } from "../../python.js";
import { writeReport } from "../../report.js";
import { mean } from "../statistics.js";
import { features, neighbours, pretrain } from "./pretrained.js";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pictures: { type: "string" },
    json: { type: "string" },
    only: { type: "string", default: "simclr,moco,byol" },
    seeds: { type: "string", default: "0,1,2" },
    "peer-seeds": { type: "string", default: "0" },
    part: { type: "string", default: "third,whole" },
    python: { type: "string" },
    kept: { type: "boolean", default: false },
  },
});
const [train, test] = [flags.pictures, positionals[0]];
if (!train || !test) throw new Error("claims/recipes takes --pictures TRAIN.tar TEST.tar.");
const listed = (text) => text.split(",").filter((word) => word !== "");
const [seeds, peerSeeds] = [flags.seeds, flags["peer-seeds"]].map((text) =>
  listed(text).map(Number),
);
/** Epochs of ours that take less than a third of lightly's time for its 20, and less than all of it. */
const EPOCHS = { third: 8, whole: 24 };
const PEER = { epochs: 20, width: 16, batch: 256 };

const cache = here("../../.cache/recipes");
mkdirSync(cache, { recursive: true });

/** What `make` comes to, from the cache where it is; a list of it, empty where nothing is to be made. */
async function kept(name, make) {
  const file = join(cache, `${name}.json`);
  if (existsSync(file)) return [JSON.parse(readFileSync(file, "utf8"))];
  if (flags.kept) return [];
  const result = await make();
  writeFileSync(file, JSON.stringify(result));
  console.log(`${name}: ${JSON.stringify(result)}`);
  return [result];
}

function ofPeer(method, seed, epochs = PEER.epochs) {
  const python = flags.python ?? pythonOfPeer("claims/recipes");
  const task = JSON.stringify({ method, seed, ...PEER, epochs, train, test });
  const output = execFileSync(python, [here("peer.py"), task], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(output);
}

async function ofOurs(method, part, seed) {
  const recipe = here(`../../../packages/cli/recipes/photographs-32-resnet18-${method}.json`);
  const config = JSON.parse(readFileSync(recipe, "utf8"));
  const folder = join(cache, `${method}-${part}-${seed}`);
  const epochs = ["--epochs", `${EPOCHS[part]}`];
  const words = ["--seed", `${seed}`, "--engine", "native", ...epochs];
  const { seconds } = pretrain(folder, config, train, words);
  return {
    seconds,
    fastest: await fastestEpoch(join(folder, "run"), EPOCHS[part]),
    ...(await neighbours(await features(folder, train), await features(folder, test))),
  };
}

/** Seconds of a run's fastest epoch, by the paces that it reported. */
async function fastestEpoch(folder, epochs) {
  const { reports, record } = await readRun(folder);
  const seconds = elapsedSeconds(reports, record.batchSize);
  const ends = Array.from({ length: epochs }, (_, i) => {
    return seconds[Math.round(((i + 1) * seconds.length) / epochs) - 1];
  });
  return Math.min(...ends.map((end, i) => end - (ends[i - 1] ?? 0)));
}

async function ofPixels() {
  await useEngine(engine);
  const tables = [];
  for (const path of [train, test]) {
    const source = await openSource(path, { labels: true });
    const pictures = evaluationBatches(source, evaluationView({ size: 32 }), { batchSize: 250 });
    tables.push(await rawPixels(pictures));
    await pictures.close();
  }
  return neighbours(...tables);
}

const [pixels] = await kept("pixels", ofPixels);
const methods = {};
for (const method of listed(flags.only)) {
  const sides = { lightly: [], third: [], whole: [] };
  for (const seed of new Set([...seeds, ...peerSeeds])) {
    if (peerSeeds.includes(seed)) {
      sides.lightly.push(...(await kept(`${method}-lightly-${seed}`, () => ofPeer(method, seed))));
    }
    if (!seeds.includes(seed)) continue;
    for (const part of listed(flags.part)) {
      const name = `${method}-${part}-${seed}`;
      sides[part].push(...(await kept(name, () => ofOurs(method, part, seed))));
    }
  }
  methods[method] = Object.fromEntries(
    Object.entries(sides).map(([name, all]) => [name, summary(all)]),
  );
  // a long training is disturbed more often on a shared machine: its fastest epoch is what counts
  const short = await kept(`${method}-lightly-short`, () => ofPeer(method, 0, 2));
  const fastest = [...short, ...sides.lightly].flatMap(({ fastest }) => fastest ?? []);
  if (fastest.length > 0) methods[method].lightly.seconds = PEER.epochs * Math.min(...fastest);
  const own = sides.whole.flatMap(({ fastest }) => fastest ?? []);
  if (own.length > 0) methods[method].whole.seconds = EPOCHS.whole * Math.min(...own);
}

function summary(all) {
  const of = (key) => all.map((one) => one[key]);
  return {
    runs: all,
    seconds: Math.min(...of("seconds")),
    knn: mean(of("knn")),
    centred: mean(of("centred")),
  };
}

console.log(`raw pixels, centred: ${pixels.centred}`);
for (const [method, sides] of Object.entries(methods)) {
  for (const [name, { runs, seconds, knn }] of Object.entries(sides)) {
    if (runs.length === 0) continue;
    const each = runs.map((run) => run.knn.toFixed(3)).join(" ");
    console.log(`${method} ${name}: kNN ${knn.toFixed(3)} (${each}), ${seconds.toFixed(0)} s`);
  }
}
if (flags.json) {
  const command = `pnpm bench claims/recipes --pictures TRAIN.tar TEST.tar`;
  writeReport(flags.json, { name: "claims/recipes", command, epochs: EPOCHS, pixels, methods });
}
