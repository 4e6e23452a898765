import type { Variant } from "../tried-versions.ts";

export interface InstallOptions {
  /** For NVIDIA's GPUs. Default false: for processors. */
  readonly gpu?: boolean;
  /** Of TensorFlow, one that was tried. Default: the newest of these. */
  readonly version?: string;
  /** Gets a line for people when a step begins. */
  readonly onStep?: (line: string) => void;
}

/** What `installTensorFlow` has done. */
export interface Installation {
  /** Of TensorFlow. */
  readonly version: string;
  readonly variant: Variant;
  /** Downloaded, taken from Python, or tfjs-node's own installation, used as it is. */
  readonly from: "pypi" | "python" | "tfjs-node";
  /** What was made; undefined where nothing was. */
  readonly folder: string | undefined;
  /** Disk that it takes. */
  readonly bytes: number;
  /** Whether the check found a GPU. */
  readonly sawGpu: boolean;
  /** For people: what was done, what it takes, how to undo it. */
  readonly lines: readonly string[];
}
