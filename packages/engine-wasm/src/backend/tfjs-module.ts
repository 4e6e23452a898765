import wasmFactory from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js";
import { importMemory } from "./import-memory.ts";

/** What is used of the module that Emscripten made of tfjs's backend. */
export interface TfjsModule {
  cwrap(
    name: string,
    result: string | null,
    types: readonly string[],
  ): (...values: never[]) => number;
  _malloc(bytes: number): number;
  _free(address: number): void;
  tfjs: Record<string, (...values: never[]) => number>;
}

type Factory = (configuration: {
  instantiateWasm(
    imports: Record<string, WebAssembly.ModuleImports>,
    ready: (instance: WebAssembly.Instance) => void,
  ): object;
}) => Promise<TfjsModule>;

/** The heap of tfjs's module when it starts, and 4 GiB, all that 32-bit addresses reach. */
const LIMITS = { initial: 256, maximum: 65536 };

/**
 * Starts tfjs's module on a memory made here, so that other modules and threads can use the same.
 *
 * @param shared - Whether threads may share the memory. Browsers allow it on cross-origin isolated pages.
 */
export async function startTfjsModule(
  binary: Uint8Array,
  shared: boolean,
): Promise<{ module: TfjsModule; memory: WebAssembly.Memory }> {
  const memory = new WebAssembly.Memory({ ...LIMITS, shared });
  const compiled = await WebAssembly.compile(importMemory(binary, { ...LIMITS, shared }));
  const undo = rememberProcessListeners();
  const module = await new Promise<TfjsModule>((resolve, reject) => {
    const factory = wasmFactory as unknown as Factory;
    factory({
      instantiateWasm(imports, ready) {
        WebAssembly.instantiate(compiled, { ...imports, env: { ...imports.env, memory } }).then(
          ready,
          reject,
        );
        return {};
      },
    }).then(resolve, reject);
  });
  undo();
  const malloc = module._malloc;
  module._malloc = (bytes) => {
    const address = malloc(bytes) >>> 0;
    if (address !== 0) return address;
    throw new Error(
      `wasmEngine: tensors must fit into the 4 GiB that WebAssembly can address; got no room for ${bytes} bytes more. Use smaller batches or gradient caching.`,
    );
  };
  const bind = (name: string, result: string | null, count: number) =>
    module.cwrap(name, result, Array<string>(count).fill("number"));
  // what tfjs's own start makes of the module (backend_wasm.ts)
  module.tfjs = {
    init: bind("init", null, 0),
    initWithThreadsCount: bind("init_with_threads_count", null, 1),
    getThreadsCount: bind("get_threads_count", "number", 0),
    registerTensor: bind("register_tensor", null, 3),
    disposeData: bind("dispose_data", null, 1),
    dispose: bind("dispose", null, 0),
  };
  return { module, memory };
}

/** Emscripten adds listeners to the process that rethrow what nobody caught: not ours to decide. */
function rememberProcessListeners(): () => void {
  if (typeof process !== "object" || typeof process.listeners !== "function") return () => {};
  const events = ["uncaughtException", "unhandledRejection"] as const;
  const before = events.map((event) => new Set<unknown>(process.listeners(event as "exit")));
  return () => {
    events.forEach((event, i) => {
      for (const listener of process.listeners(event as "exit")) {
        if (!before[i]?.has(listener)) process.removeListener(event, listener);
      }
    });
  };
}
