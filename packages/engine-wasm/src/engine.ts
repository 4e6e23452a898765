import * as tf from "@tensorflow/tfjs";
import { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type { Engine } from "@unlabeled/core";
import { tfjsBinary } from "./backend/tfjs-binary.ts";
import { startTfjsModule } from "./backend/tfjs-module.ts";
import { hasRelaxedSimd, hasSimd, mayShareMemory, usableThreads } from "./features.ts";
import { registerKernels } from "./kernels/register-kernels.ts";
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

let running: Promise<ThreadPool> | undefined;

/**
 * The engine that needs no installation: tfjs's WebAssembly backend with the kernels that training needs.
 *
 * It computes in float32, in Node and in browsers, with as many threads as `start` is told. Results do
 * not depend on the number of threads, not in a single bit. They do depend, in the last bits, on whether
 * the JavaScript engine has relaxed SIMD (Node 22 and later), which the description says. There is
 * one engine in a process: starting it again changes the number of threads and makes it tfjs's backend again.
 *
 * Browsers share memory between threads on cross-origin isolated pages only (headers
 * `Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`); on others
 * the engine runs with one thread.
 *
 * @example
 * const { description } = await wasmEngine({ binaryUrl: "/tfjs-backend-wasm-simd.wasm" }).start({});
 */
export function wasmEngine({ binaryUrl }: WasmEngineOptions = {}): Engine {
  return {
    name: "wasm",
    async probe() {
      if (hasSimd())
        return { works: true, detail: `WebAssembly with SIMD, ${usableThreads()} threads` };
      return {
        works: false,
        reason: "this JavaScript engine has no WebAssembly with SIMD",
        remedy: "Use Node 20.19 or later, or a browser of 2023 or later.",
      };
    },
    async start({ precision = "float32", threads = usableThreads() }) {
      if (precision !== "float32") {
        throw new RangeError(
          `wasmEngine: precision must be "float32", since WebAssembly has no bfloat16; got "${precision}". Leave it out, or use another engine.`,
        );
      }
      if (!Number.isInteger(threads) || threads < 1) {
        throw new RangeError(`wasmEngine: threads must be an integer ≥ 1; got ${threads}.`);
      }
      if (threads > 1 && !mayShareMemory()) {
        throw new RangeError(
          `wasmEngine: threads must be 1 on a page that is not cross-origin isolated; got ${threads}. Leave it out, or serve the page with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp.`,
        );
      }
      running ??= register(binaryUrl);
      const pool = await running.catch((error) => {
        running = undefined; // the next start tries again
        throw error;
      });
      await pool.use(threads);
      await tf.setBackend("wasm");
      await tf.ready();
      const count = `${threads} thread${threads === 1 ? "" : "s"}`;
      const simd = hasRelaxedSimd() ? "relaxed SIMD" : "SIMD";
      const description = `wasm engine (tfjs ${tf.version.tfjs}, ${simd}, ${count})`;
      return { name: "wasm", description, precision, threads };
    },
  };
}

/** {@link wasmEngine} with its defaults. */
export const engine: Engine = wasmEngine();

async function register(binaryUrl: string | URL | undefined): Promise<ThreadPool> {
  const used = (tf.engine() as unknown as { registry: Record<string, unknown> }).registry;
  if ("wasm" in used) {
    throw new Error(
      "wasmEngine: tfjs's wasm backend must not be in use before the engine starts, since its tensors would be lost; it is. Start the engine first.",
    );
  }
  const shared = mayShareMemory();
  const { module, memory } = await startTfjsModule(await tfjsBinary(binaryUrl), shared);
  const pool = new ThreadPool(await loadKernels({ shared, relaxed: hasRelaxedSimd() }), memory);
  const backend = new BackendWasm(module as never); // all that it uses of Emscripten's is in TfjsModule
  tf.removeBackend("wasm");
  tf.registerBackend("wasm", () => backend, 2);
  registerKernels(new Heap(module, memory, pool), backend);
  return pool;
}
