import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Variant } from "../tried-versions.ts";

/** What `installTensorFlow` notes of an installation. */
export interface Manifest {
  /** Of TensorFlow. */
  readonly version: string;
  readonly variant: Variant;
  /** Where the libraries are: a folder of Python's, or `site` inside the installation. */
  readonly site: string;
  /** Whose sources were compiled. */
  readonly tfjsNode: string;
  readonly compiler: string;
  /** Bytes of disk. */
  readonly bytes: number;
}

export const MANIFEST = "installation.json";
export const BINDING = "tfjs_binding.node";

/** Undefined where there is none that can be read. */
export function readManifest(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, MANIFEST), "utf8")) as Manifest;
  } catch {
    return undefined;
  }
}
