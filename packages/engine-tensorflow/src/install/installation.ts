import type { EngineInstallation, EngineInstallOptions } from "@unlabeled/core";
import type { Variant } from "../tried-versions.ts";

/** `gpu`: for NVIDIA's GPUs. `version`: one of `TRIED_VERSIONS`, the first by default. */
export type InstallOptions = EngineInstallOptions;

/** What `installTensorFlow` has done. */
export interface Installation extends EngineInstallation {
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
}
