// The search that the recipes for small photographs come from: tries settings, one training each, and writes down what came.
//
//   node benchmarks/claims/recipes/search.js PLAN.jsonl --pictures TRAIN.tar [--log search.jsonl] [--engine native]
//
// PLAN has a line for each training, { "config": {…}, "seed": 0 }; lines may be added while it goes on, and what is in the log
// is not trained again. A setting is judged on the pictures for training alone: the labels of the first four fifths vote on
// the rest.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { features, neighbours, pretrain, rows } from "./pretrained.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pictures: { type: "string" },
    log: { type: "string", default: join(here, "search.jsonl") },
    engine: { type: "string", default: "native" },
  },
});
const [plan] = positionals;
if (!plan || !flags.pictures) throw new Error("Usage: search.js PLAN.jsonl --pictures TRAIN.tar");
const folder = join(here, "..", "..", ".cache", "recipes-search");
const lines = (file) =>
  existsSync(file)
    ? readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => line.trim() !== "")
        .map((line) => JSON.parse(line))
    : [];
const key = ({ config, seed }) => JSON.stringify({ config, seed });

for (;;) {
  const done = new Set(lines(flags.log).map(key));
  const next = lines(plan).find((each) => !done.has(key(each)));
  if (next === undefined) break;
  const { config, seed } = next;
  const words = ["--seed", `${seed}`, "--engine", flags.engine];
  let result;
  try {
    const { seconds } = pretrain(folder, config, flags.pictures, words);
    const table = await features(folder, flags.pictures);
    const known = Math.floor(table.count * 0.8);
    const accuracy = await neighbours(rows(table, 0, known), rows(table, known, table.count));
    result = { seconds: Math.round(seconds), ...accuracy };
  } catch (error) {
    result = { failed: error.message.split("\n")[0] };
  }
  appendFileSync(flags.log, `${JSON.stringify({ config, seed, ...result })}\n`);
  console.log(JSON.stringify({ ...result, config }));
}
