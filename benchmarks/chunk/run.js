// Does gradient caching give the gradient of a batch of 4,096, in the memory of a chunk?
//
//   pnpm bench chunk [--json FILE] [--quick]
//
// SimCLR at 32 px on Fashion-MNIST (carried in data/). A network without batch norm takes one step on 4,096 images at once and
// one in chunks of 256: their gradients must be equal to 1e-5 of their norm. ResNet-18 of width 16 takes steps on 256 images, and on 4,096 in
// chunks of 256; each in a process of its own, whose memory is what it has held at most. --quick: 1,024 for 4,096.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { writeReport } from "../report.js";
import { summary } from "../side.js";

const { values: flags } = parseArgs({
  options: { json: { type: "string" }, quick: { type: "boolean", default: false } },
});
const BATCH = flags.quick ? 1024 : 4096;
const CHUNK = 256;

function side(task) {
  const script = fileURLToPath(new URL("ours.js", import.meta.url));
  const { stdout, status } = spawnSync(process.execPath, [script, JSON.stringify(task)], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`ours.js ended with ${status}; its message is above.`);
  return JSON.parse(stdout);
}

const at = (network, batchSize, chunk, steps) => side({ network, batchSize, chunk, steps });
const whole = at("plain", BATCH, undefined, 1);
const cached = at("plain", BATCH, CHUNK, 1);
console.log(whole.engine);

/** ‖a - b‖ / ‖a‖ of the updates: of all variables together, and of that which differs most. */
const parts = whole.trained.map((values, i) => {
  const square = (f) => values.reduce((sum, value, k) => sum + f(value, k) ** 2, 0);
  return {
    apart: square((value, k) => value - cached.trained[i][k]),
    update: square((value, k) => value - whole.initial[i][k]),
  };
});
const total = (name) => parts.reduce((sum, part) => sum + part[name], 0);
const difference = Math.sqrt(total("apart") / total("update"));
const worst = Math.max(...parts.map(({ apart, update }) => Math.sqrt(apart / update)));
console.log(
  `without batch norm, ${BATCH} images: the gradient in chunks of ${CHUNK} differs from that at once by ${difference.toExponential(1)} of its norm; the variable that differs most by ${worst.toExponential(1)} of its own`,
);

const small = at("resnet18-w16", CHUNK, undefined, 8);
const large = at("resnet18-w16", BATCH, CHUNK, 2);
const once = at("resnet18-w16", BATCH, undefined, 2);
const MB = (bytes) => `${Math.round(bytes / 1e6)} MB`;
const perImage = (run, batchSize) =>
  summary(run.seconds.slice(1).map((seconds) => (1000 * seconds) / batchSize));
const cases = [
  ["at once", CHUNK, small],
  [`in chunks of ${CHUNK}`, BATCH, large],
  ["at once", BATCH, once],
].map(([how, batchSize, run]) => {
  const ours = { ...perImage(run, batchSize), peakMemory: run.peakMemory };
  console.log(
    `ResNet-18 w16, ${batchSize} images ${how}: ${MB(run.peakMemory)}, ${ours.min.toFixed(2)} ms an image`,
  );
  return { case: `${batchSize} images ${how}`, unit: "ms an image", ours, peer: null };
});

if (flags.json) {
  writeReport(flags.json, {
    name: "chunk",
    command: `pnpm bench chunk${flags.quick ? " --quick" : ""}`,
    engine: whole.engine,
    difference,
    worst,
    cases,
  });
}
process.exitCode = difference <= 1e-5 ? 0 : 1;
