/** What an engine is asked for. */
export interface EngineOptions {
  /**
   * What networks are computed in: convolutions, `linear`, and what lies between them. Products by `tf.matMul`, losses,
   * statistics and updates stay float32. Default "float32". An engine that cannot throws and says so.
   */
  readonly precision?: "float32" | "bfloat16";
  /** At most so many, an integer ≥ 1. Default: as many as the process may use. `RunningEngine` says how many it is. */
  readonly threads?: number;
  /**
   * What it computes on: "cpu", or a GPU by its number among those that the process may use: "gpu:0", "gpu:1". Default: the
   * first GPU, where the engine is for GPUs and there is one, else "cpu". Engines for processors alone refuse a GPU.
   */
  readonly device?: string;
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
  | {
      readonly works: true;
      readonly detail: string;
      /** Whether it would compute on a GPU: then `useEngine()` takes it before the others. */
      readonly gpu?: boolean;
    }
  | { readonly works: false; readonly reason: string; readonly remedy: string };

/** Something that can compute: a tfjs backend and how to start it. Engine packages export one as `engine`. */
export interface Engine {
  readonly name: string;
  /** Looks, changes nothing. */
  probe(): Promise<EngineProbe>;
  /** Registers the backend and makes it tfjs's current one. Throws with the remedy where it cannot. */
  start(options: EngineOptions): Promise<RunningEngine>;
  /** Lines for people about this machine's GPUs, working or not. Left out: the engine is for processors alone. */
  gpus?(): Promise<readonly string[]>;
  /** Makes what its package does not bring. Throws with the remedy where it cannot, and leaves nothing of it. */
  install?(options: EngineInstallOptions): Promise<EngineInstallation>;
}

/** How an engine is to be installed. */
export interface EngineInstallOptions {
  /** For GPUs too. Default false. */
  readonly gpu?: boolean;
  /** Of the library that it is bound to, "2.21.0". Default: the newest that the engine was tried with. */
  readonly version?: string;
  /** Gets a line for people when a step begins. */
  readonly onStep?: (line: string) => void;
}

/** What an installation has done. */
export interface EngineInstallation {
  /** For people: what was done, the disk that it takes, how to undo it. */
  readonly lines: readonly string[];
}
