import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Variant } from "../tried-versions.ts";
import { cacheFolder } from "./cache-folder.ts";
import { findTfjsNodes, type TfjsNode } from "./find-tfjs-node.ts";
import { BINDING, readManifest } from "./manifest.ts";

/** A binding that can be loaded. */
export interface FoundBinding {
  readonly file: string;
  readonly tfjsNode: TfjsNode;
  readonly variant: Variant;
  /** Of TensorFlow; undefined where tfjs-node's own installation was not made here. */
  readonly version: string | undefined;
  /** Has the folder `tensorflow`, and NVIDIA's libraries beside it; undefined likewise. */
  readonly site: string | undefined;
}

/** A binding, or why there is none and what to do. */
export type BindingSearch = FoundBinding | { readonly reason: string; readonly remedy: string };

const INSTALL =
  "Run `npx unlabeled engine tensorflow`, with --gpu where there is an NVIDIA GPU, or call installTensorFlow() of @unlabeled/engine-tensorflow, likewise with { gpu: true }.";

/** The binding that the engine loads: one for GPUs before one for processors, ours before tfjs-node's own. */
export function findBinding(
  tfjsNodes: readonly TfjsNode[] = findTfjsNodes(),
  cache: string = cacheFolder(),
): BindingSearch {
  const [tfjsNode] = tfjsNodes;
  if (tfjsNode === undefined) {
    return {
      reason: "@tensorflow/tfjs-node is not installed",
      remedy: `Run \`npm install --ignore-scripts @tensorflow/tfjs-node\`. ${INSTALL}`,
    };
  }
  let gone: string | undefined;
  for (const variant of ["gpu", "cpu"] as const) {
    const folder = join(cache, variant);
    const manifest = readManifest(folder);
    const file = join(folder, BINDING);
    if (manifest === undefined || !existsSync(file)) continue;
    const site = resolve(folder, manifest.site);
    const library = join(site, "tensorflow", "libtensorflow_cc.so.2");
    if (existsSync(library)) return { file, tfjsNode, variant, version: manifest.version, site };
    gone = library;
  }
  const own = tfjsNodes.flatMap(ownBinding);
  const first = own.find(({ variant }) => variant === "gpu") ?? own[0];
  if (first) return first;
  if (gone) return { reason: `${gone} is gone, which the engine was bound to`, remedy: INSTALL };
  return { reason: "tfjs-node is not bound to a TensorFlow", remedy: INSTALL };
}

/** What tfjs-node's install script has made, if it was let and could. */
export function ownBinding(tfjsNode: TfjsNode): FoundBinding[] {
  const lib = join(tfjsNode.folder, "lib");
  const folders = existsSync(lib) ? readdirSync(lib).sort() : [];
  const file = folders.map((folder) => join(lib, folder, BINDING)).findLast(existsSync);
  if (file === undefined) return [];
  const variant = tfjsNode.name.endsWith("-gpu") ? "gpu" : "cpu";
  return [{ file, tfjsNode, variant, version: undefined, site: undefined }];
}
