// Where a step's time goes: node benchmarks/step/profile.js NETWORK [--engine native|tensorflow|wasm] [--precision float32|bfloat16]
// [--steps N] [--shapes] [--least]. Milliseconds a step in each of tfjs's kernels, the median over the steps, with --least
// each kernel's least, for a machine that others use too (they do not add up to a step); with --shapes also
// by the shapes of their inputs, convolutions with GFLOP/s (as many as windows need; peak.js says what the cores
// can do at most). "between kernels" is tfjs itself, gradients' bookkeeping and the optimizer's JavaScript.
import { parseArgs } from "node:util";
import * as tf from "@tensorflow/tfjs";
import { NETWORKS } from "./cases.js";
import { begin } from "./stepper.js";

/** Those that run.js times, and what ../pretrain trains. */
const PROFILED = { ...NETWORKS, "simclr-w16": { batch: 256, size: 32 } };

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: "string", default: "native" },
    precision: { type: "string", default: "float32" },
    steps: { type: "string", default: "7" },
    shapes: { type: "boolean", default: false },
    least: { type: "boolean", default: false },
  },
});
const [network] = positionals;
if (!PROFILED[network]) {
  console.error(
    `profile: NETWORK must be one of ${Object.keys(PROFILED).join(", ")}; got ${network}.`,
  );
  process.exit(1);
}
const { engine, precision } = flags;
const { step, greeting } = await begin({ network, ...PROFILED[network], engine, precision });

/** Milliseconds of this step by kernel, those of kernels within kernels apart. */
let spent = new Map();
let inner = 0;
for (const { kernelName, backendName, kernelFunc } of tf.getKernelsForBackend(tf.getBackend())) {
  tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({ kernelName, backendName, kernelFunc: timed(kernelName, kernelFunc) });
}

function timed(name, kernelFunc) {
  return (call) => {
    const [start, outside] = [performance.now(), inner];
    inner = 0;
    const result = kernelFunc(call);
    const time = performance.now() - start;
    const key = flags.shapes ? `${name} ${shapesOf(call.inputs)}` : name;
    const known = spent.get(key) ?? { milliseconds: 0, calls: 0, flops: 0 };
    spent.set(key, {
      milliseconds: known.milliseconds + time - inner,
      calls: known.calls + 1,
      flops: known.flops + flopsOf(name, call, result),
    });
    inner = outside + time;
    return result;
  };
}

function shapesOf(inputs) {
  const all = Object.values(inputs).flat().filter(Boolean);
  return all.map(({ shape }) => `[${shape}]`).join(" ");
}

/** Of a convolution by windows, whichever way it is computed; of all else 0. */
function flopsOf(name, { inputs, attrs }, result) {
  if (!name.startsWith("Conv2D")) return 0;
  const maps = inputs.dy ?? result;
  const filter = inputs.filter?.shape ?? attrs.filterShape;
  return (2 * tf.util.sizeFromShape(maps.shape) * tf.util.sizeFromShape(filter)) / filter.at(-1);
}

const steps = [];
for (let i = 0; i < Number(flags.steps); i++) {
  spent = new Map();
  inner = 0;
  const start = performance.now();
  step();
  const milliseconds = performance.now() - start;
  const inKernels = [...spent.values()].reduce((sum, one) => sum + one.milliseconds, 0);
  spent.set("between kernels", { milliseconds: milliseconds - inKernels, calls: 1 });
  spent.set("the whole step", { milliseconds, calls: 1 });
  steps.push(spent);
}
const chosen = (values) => values.sort((a, b) => a - b)[flags.least ? 0 : values.length >> 1];
const rows = [...steps[0].keys()].map((key) => ({
  key,
  ...steps[0].get(key),
  milliseconds: chosen(steps.map((one) => one.get(key)?.milliseconds ?? 0)),
}));
console.log(
  `${network}, ${greeting.version}: ${flags.least ? "least" : "median"} milliseconds of ${steps.length} steps`,
);
for (const { key, calls, flops, milliseconds } of rows.sort(
  (a, b) => b.milliseconds - a.milliseconds,
)) {
  if (milliseconds < 0.5) continue;
  const rate = flops ? `  ${(flops / milliseconds / 1e6).toFixed(0)} GFLOP/s` : "";
  console.log(
    `${milliseconds.toFixed(1).padStart(8)}  ${`${calls}x`.padStart(5)}  ${key.slice(0, 100)}${rate}`,
  );
}
