// What SimCLRv2's three stages cost by the network's size: pictures a second and memory, native engine, pictures of noise
// that are in memory already.
//
//   pnpm bench stages [--json FILE] [--quick] [--batch 64] [--precision float32] [--only NAME,...]
//
// Each stage of each size is a process of its own. --quick: the two smallest sizes, one repetition.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { writeReport } from "../report.js";
import { SIZES } from "./sizes.js";

const { values: flags } = parseArgs({
  options: {
    json: { type: "string" },
    quick: { type: "boolean", default: false },
    batch: { type: "string", default: "64" },
    precision: { type: "string", default: "float32" },
    only: { type: "string", default: "" },
  },
});
const batch = Number(flags.batch);
const chosen = flags.only.split(",").filter((name) => name !== "");
const names = Object.keys(SIZES).filter((name) => chosen.length === 0 || chosen.includes(name));
const sizes = flags.quick ? names.slice(0, 2) : names;
const ours = fileURLToPath(new URL("ours.js", import.meta.url));

function measured(task) {
  const words = [ours, JSON.stringify(task)];
  return JSON.parse(
    execFileSync(process.execPath, words, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    }),
  );
}

const rows = [];
for (const name of sizes) {
  for (const stage of ["pretrain", "finetune", "distill"]) {
    const task = { ...SIZES[name], stage, batch, precision: flags.precision };
    const repetitions = flags.quick || task.size > 64 ? 1 : 3; // large pictures take minutes
    const runs = Array.from({ length: repetitions }, () => measured(task));
    const speeds = runs.map(({ picturesPerSecond }) => picturesPerSecond).sort((a, b) => a - b);
    const row = {
      ...{ name, stage, weights: runs[0].weights },
      least: speeds[0],
      median: speeds[Math.floor(speeds.length / 2)],
      memory: Math.max(...runs.map(({ peakMemory }) => peakMemory)),
    };
    rows.push(row);
    const digits = row.least < 10 ? 1 : 0;
    console.log(
      `${name}, ${stage}: ${row.median.toFixed(digits)} pictures/s (least ${row.least.toFixed(digits)}), ${(row.memory / 1e6).toFixed(0)} MB, ${(row.weights / 1e6).toFixed(2)} million weights`,
    );
  }
}
if (flags.json) {
  const command = `pnpm bench stages --batch ${batch} --precision ${flags.precision}`;
  writeReport(flags.json, { name: "stages", command, batch, precision: flags.precision, rows });
}
