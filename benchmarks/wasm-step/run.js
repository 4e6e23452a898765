// A training step (forward, backward, SGD with momentum) of ResNets on engine-wasm, by threads, against tfjs's own
// cpu backend in the same run, alternating. See stepper.js for the step.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { parseArgs } from "node:util";
import * as tf from "@tensorflow/tfjs";
import { engine } from "@unlabeled/engine-wasm";
import { stepper } from "./stepper.js";

const { values: options } = parseArgs({
  options: { json: { type: "string" }, quick: { type: "boolean", default: false } },
});

const cores = availableParallelism();
const wasm = (threads) => ({ label: `${threads} thread${threads > 1 ? "s" : ""}`, threads });
const counts = cores > 1 ? [wasm(1), wasm(cores)] : [wasm(1)];

/** The cpu backend needs minutes for a step of the real thing: it is compared on a smaller one. */
const CASES = [
  {
    name: "ResNet-18, width 16, batch 2, 32x32x3",
    network: { width: 16, blocks: [2, 2, 2, 2] },
    batch: 2,
    size: 32,
    runs: options.quick ? 2 : 4,
    peer: true,
  },
  {
    name: "ResNet-10, width 16, batch 128, 28x28x1",
    network: { width: 16, blocks: [1, 1, 1, 1], channels: 1 },
    batch: 128,
    size: 28,
    runs: options.quick ? 3 : 20,
  },
  {
    name: "ResNet-10, width 16, batch 128, 32x32x3",
    network: { width: 16, blocks: [1, 1, 1, 1] },
    batch: 128,
    size: 32,
    runs: options.quick ? 3 : 20,
  },
  {
    name: "ResNet-18, width 64, batch 64, 32x32x3",
    network: { width: 64, blocks: [2, 2, 2, 2] },
    batch: 64,
    size: 32,
    runs: options.quick ? 1 : 4,
  },
];

const cases = [];
for (const one of CASES) {
  await engine.start({ threads: 1 });
  const onWasm = stepper(one);
  let onCpu;
  if (one.peer) {
    await tf.setBackend("cpu");
    onCpu = stepper(one);
  }
  const times = new Map(counts.map(({ label }) => [label, []]));
  const peerTimes = [];
  for (let run = -1; run < one.runs; run++) {
    // the first is a warm-up
    for (const { label, threads } of counts) {
      await engine.start({ threads });
      const time = onWasm.step();
      if (run >= 0) times.get(label).push(time);
    }
    if (onCpu && (run >= 0 || !options.quick)) {
      await tf.setBackend("cpu");
      const time = onCpu.step();
      if (run >= 0) peerTimes.push(time);
    }
  }
  onWasm.dispose();
  onCpu?.dispose();
  const peer = onCpu
    ? { name: "tfjs cpu backend", version: tf.version.tfjs, ...summary(peerTimes) }
    : null;
  for (const { label } of counts) {
    const ours = summary(times.get(label));
    cases.push({
      case: `${one.name}, ${label}`,
      unit: "ms",
      ours,
      peer,
      ratio: peer && peer.min / ours.min,
      peakMemory: process.memoryUsage().rss,
    });
    const ratio = peer ? `, ${(peer.min / ours.min).toFixed(0)} times as fast as ${peer.name}` : "";
    console.log(
      `${one.name}, ${label}: ${ours.min.toFixed(0)} ms (median ${ours.median.toFixed(0)})${ratio}`,
    );
  }
}

function summary(times) {
  const sorted = [...times].sort((a, b) => a - b);
  return { min: sorted[0], median: sorted[sorted.length >> 1], runs: sorted.length };
}

if (options.json) {
  const commit = spawnSync("git", ["rev-parse", "HEAD"], { encoding: "utf8" }).stdout.trim();
  const machine = { cpu: cpus()[0]?.model ?? "unknown", cores, node: process.version };
  const command = `pnpm bench wasm-step${options.quick ? " --quick" : ""}`;
  const result = { name: "wasm-step", command, commit, machine, cases };
  writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`);
}
