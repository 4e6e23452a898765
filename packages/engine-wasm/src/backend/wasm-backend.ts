import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";

/** tfjs's wasm backend: its tensors are stretches of one memory. */
export type WasmBackend = BackendWasm;
