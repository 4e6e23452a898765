import * as tf from "@tensorflow/tfjs";
import type { Engine } from "@unlabeled/core";
import type { Addon } from "./addon/addon.ts";
import { loadAddon } from "./addon/load-addon.ts";
import { NativeBackend } from "./backend/native-backend.ts";
import { registerKernels } from "./kernels/register-kernels.ts";

let backend: NativeBackend | undefined;

/**
 * The fast engine on CPUs: a tfjs backend over oneDNN, in float32 or bfloat16.
 *
 * There is one in a JavaScript thread: starting it again changes precision and number of threads and makes it
 * tfjs's backend again.
 */
export const engine: Engine = {
  name: "native",
  async probe() {
    const loaded = loadAddon();
    if (!("addon" in loaded)) return { works: false, ...loaded };
    const { oneDnn, threads, bfloat16, kernels } = loaded.addon.describe();
    const halves = bfloat16 ? "bfloat16" : "no bfloat16";
    return { works: true, detail: `oneDNN ${oneDnn}, ${kernels}, ${halves}, ${counted(threads)}` };
  },
  async start({ precision = "float32", threads }) {
    if (precision !== "float32" && precision !== "bfloat16") {
      throw new RangeError(
        `nativeEngine: precision must be "float32" or "bfloat16"; got ${JSON.stringify(precision)}.`,
      );
    }
    if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1)) {
      throw new RangeError(`nativeEngine: threads must be an integer ≥ 1; got ${threads}.`);
    }
    const addon = load();
    const described = addon.describe();
    if (precision === "bfloat16" && !described.bfloat16) {
      throw new RangeError(
        `nativeEngine: precision must be "float32" on this processor, which has neither AVX512-BF16 nor AMX (or ONEDNN_MAX_CPU_ISA forbids them); got "bfloat16". Leave it out.`,
      );
    }
    const count = threads ?? described.threads;
    addon.setThreads(count);
    if (backend === undefined) {
      backend = new NativeBackend(addon);
      tf.registerBackend("native", () => backend as NativeBackend, 3);
      registerKernels();
    }
    backend.precision = precision;
    await tf.setBackend("native");
    return {
      name: "native",
      description: `native engine (oneDNN ${described.oneDnn}, ${precision}, ${counted(count)})`,
      precision,
      threads: count,
    };
  },
};

function load(): Addon {
  const loaded = loadAddon();
  if ("addon" in loaded) return loaded.addon;
  const { reason, remedy } = loaded;
  throw new Error(`nativeEngine: its machine code must load; got: ${reason}. ${remedy}`);
}

function counted(threads: number): string {
  return `${threads} thread${threads === 1 ? "" : "s"}`;
}
