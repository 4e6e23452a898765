import * as tf from "@tensorflow/tfjs";
import { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type { Engine } from "@unlabeled/core";
import { tfjsBinary } from "./backend/tfjs-binary.ts";
import { startTfjsModule } from "./backend/tfjs-module.ts";
import { registerBatchNorm } from "./kernels/batch-norm.ts";
import { registerConv2d } from "./kernels/conv-2d.ts";
import { registerDepthwise } from "./kernels/depthwise.ts";
import { registerMaxPool } from "./kernels/max-pool.ts";
import { mendKernels } from "./kernels/mended-kernels.ts";
import { registerMissingKernels } from "./kernels/run-on-cpu.ts";
import { Heap } from "./threads/heap.ts";
import { loadKernels } from "./threads/load-kernels.ts";
import { ThreadPool } from "./threads/thread-pool.ts";

export interface WasmEngineOptions {
  /**
   * Address of `tfjs-backend-wasm-simd.wasm` of the package `@tensorflow/tfjs-backend-wasm`. Default: in
   * Node the installed package's file, in browsers the file of that name beside this script.
   */
  readonly binaryUrl?: string | URL;
}

let started: Promise<ThreadPool> | undefined;

/** The engine that needs no installation: WebAssembly, in Node and in browsers. */
export function wasmEngine({ binaryUrl }: WasmEngineOptions = {}): Engine {
  return {
    name: "wasm",
    async probe() {
      return hasSimd()
        ? { works: true, detail: "WebAssembly with SIMD" }
        : {
            works: false,
            reason: "this JavaScript engine has no WebAssembly with SIMD",
            remedy: "Use Node 20.19 or later, or a browser of 2021 or later (Safari: 2023).",
          };
    },
    async start({ precision = "float32", threads = 1 }) {
      if (precision !== "float32") {
        throw new RangeError(
          `wasmEngine: precision must be "float32", the only one that WebAssembly computes in; got "${precision}". Leave it out, or use another engine.`,
        );
      }
      started ??= start(binaryUrl);
      const pool = await started;
      await pool.grow(threads);
      await tf.setBackend("wasm");
      await tf.ready();
      return {
        name: "wasm",
        description: `wasm engine (tfjs ${tf.version.tfjs}, SIMD, ${pool.threads} thread${pool.threads > 1 ? "s" : ""})`,
        precision: "float32",
        threads: pool.threads,
      };
    },
  };
}

/** The engine with its defaults. */
export const engine: Engine = wasmEngine();

async function start(binaryUrl: string | URL | undefined): Promise<ThreadPool> {
  const shared = typeof SharedArrayBuffer === "function";
  const { module, memory } = await startTfjsModule(await tfjsBinary(binaryUrl), shared);
  const pool = new ThreadPool(await loadKernels(shared), memory);
  tf.removeBackend("wasm");
  const backend = new BackendWasm(module as never);
  tf.registerBackend("wasm", () => backend, 2);
  const heap = new Heap(module, memory, pool);
  registerMissingKernels();
  mendKernels(backend);
  registerConv2d(heap);
  registerBatchNorm(heap);
  registerDepthwise(heap);
  registerMaxPool(heap);
  return pool;
}

/** A function with one SIMD instruction: i32.const 0, i8x16.splat, i8x16.popcnt, drop. */
const SIMD_MODULE = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 11, 1, 9, 0, 65, 0, 253, 15, 253,
  98, 26, 11,
];

function hasSimd(): boolean {
  return typeof WebAssembly === "object" && WebAssembly.validate(new Uint8Array(SIMD_MODULE));
}
