export { engine, type WasmEngineOptions, wasmEngine } from "./engine.ts";
