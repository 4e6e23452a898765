import { readdirSync } from "node:fs";
import { join } from "node:path";
import { loadCheckpoint, readRun } from "@unlabeled/train";

/** All of a finished run that must be equal, to the bit, by name. */
export async function outcome(run) {
  const { reports } = await readRun(run);
  const { tensors } = await loadCheckpoint(run);
  const all = new Map();
  all.set("files", readdirSync(run).sort().join());
  all.set("checkpoints", readdirSync(join(run, "checkpoints")).sort().join());
  for (const { step, loss, measures, gradientNorm, learningRate } of reports) {
    const numbers = { loss, ...measures, gradientNorm, learningRate };
    for (const [name, value] of Object.entries(numbers)) all.set(`${name} of step ${step}`, value);
  }
  for (const [name, { dtype, shape, values }] of Object.entries(tensors)) {
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    all.set(name, `${dtype} [${shape}] ${bytes.toString("base64")}`);
  }
  return all;
}

/** Names of what differs between two outcomes. */
export function differing(a, b) {
  const names = new Set([...a.keys(), ...b.keys()]);
  return [...names].filter((name) => a.get(name) !== b.get(name));
}
