/** What an engine is asked for. */
export interface EngineOptions {
  /**
   * What networks are computed in: convolutions, `linear`, and what lies between them. Products by `tf.matMul`, losses,
   * statistics and updates stay float32. Default "float32". An engine that cannot throws and says so.
   */
  readonly precision?: "float32" | "bfloat16";
  /** At most so many, an integer ≥ 1. Default: as many as the process may use. `RunningEngine` says how many it is. */
  readonly threads?: number;
}

/** The engine that computes: goes into run.json, the first line of output and every figure's stamp. */
export interface RunningEngine {
  /** The tfjs backend's name: "wasm". */
  readonly name: string;
  /** One line for people: "wasm engine (tfjs 4.22.0, SIMD, 1 thread)". */
  readonly description: string;
  readonly precision: "float32" | "bfloat16";
  readonly threads: number;
}

/** Whether an engine works here. */
export type EngineProbe =
  | { readonly works: true; readonly detail: string }
  | { readonly works: false; readonly reason: string; readonly remedy: string };

/** Something that can compute: a tfjs backend and how to start it. Engine packages export one as `engine`. */
export interface Engine {
  readonly name: string;
  /** Looks, changes nothing. */
  probe(): Promise<EngineProbe>;
  /** Registers the backend and makes it tfjs's current one. Throws with the remedy where it cannot. */
  start(options: EngineOptions): Promise<RunningEngine>;
}
