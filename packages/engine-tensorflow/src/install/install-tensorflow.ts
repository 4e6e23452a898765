import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../binding/cache-folder.ts";
import { checkBinding } from "../binding/check-binding.ts";
import { findTfjsNodes, type TfjsNode } from "../binding/find-tfjs-node.ts";
import { BINDING, MANIFEST, type Manifest } from "../binding/manifest.ts";
import { TRIED_VERSIONS, type TriedVersion } from "../tried-versions.ts";
import { assertPlatform } from "./assert-platform.ts";
import { diskSize } from "./assert-room.ts";
import { compileBinding } from "./compile-binding.ts";
import { explainedDisk } from "./explained-disk.ts";
import { findLibraries, type Libraries } from "./find-libraries.ts";
import { folderBytes } from "./folder-bytes.ts";
import { InstallError } from "./install-error.ts";
import type { Installation, InstallOptions } from "./installation.ts";
import { unfinishedFolder } from "./unfinished-folder.ts";
import { workingInstallation } from "./working-installation.ts";

/**
 * Binds tfjs-node to a current TensorFlow, in the cache folder: node_modules stays as it is.
 *
 * TensorFlow's libraries come from a wheel that Python has, if this engine was tried with it, else from PyPI. tfjs-node's
 * own sources are compiled against them. What was built takes a training step in a process of its own before it is
 * put in its place: an installation is there whole or not at all. What works already is used as it is.
 *
 * @throws {InstallError} Where something stands in the way: one line, with the remedy.
 * @throws {RangeError} If the version was not tried.
 *
 * @example
 * const { lines } = await installTensorFlow({ gpu: true });
 */
export function installTensorFlow(options: InstallOptions = {}): Promise<Installation> {
  return installWith(
    { check: checkBinding, versions: TRIED_VERSIONS, tfjsNodes: findTfjsNodes() },
    options,
  );
}

/** What an installation stands on. */
export interface Ground {
  readonly check: typeof checkBinding;
  readonly versions: readonly TriedVersion[];
  readonly tfjsNodes: readonly TfjsNode[];
}

/** `installTensorFlow` on other ground: for tests. */
export async function installWith(
  { check, versions, tfjsNodes }: Ground,
  { gpu = false, version, onStep = () => {} }: InstallOptions,
): Promise<Installation> {
  const tried = triedVersion(versions, version);
  const variant = gpu ? "gpu" : "cpu";
  const cache = cacheFolder();
  const working = await workingInstallation(check, tfjsNodes, { variant, version, cache });
  if (working) return working;
  assertPlatform();
  const [tfjsNode] = tfjsNodes;
  if (tfjsNode === undefined) {
    throw new InstallError(
      "sources",
      "@tensorflow/tfjs-node must be installed, whose sources are compiled; got none. Run `npm install --ignore-scripts @tensorflow/tfjs-node`.",
    );
  }
  let unfinished: string | undefined;
  try {
    unfinished = unfinishedFolder(cache);
    const libraries = await findLibraries(tried, variant, unfinished, onStep);
    const built = await build(check, tfjsNode, libraries, { folder: unfinished, onStep });
    const folder = join(cache, variant);
    const manifest: Manifest = { ...built.manifest, variant };
    writeFileSync(join(unfinished, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
    return installation(manifest, libraries, folder, built.sawGpu);
  } catch (error) {
    if (unfinished) rmSync(unfinished, { recursive: true, force: true });
    throw explainedDisk(cache, error);
  }
}

function triedVersion(
  versions: readonly TriedVersion[],
  version: string | undefined,
): TriedVersion {
  const tried = versions.find((one) => version === undefined || one.version === version);
  if (tried) return tried;
  const all = versions.map((one) => `"${one.version}"`).join(", ");
  throw new RangeError(
    `installTensorFlow: version must be one that was tried, ${all}; got ${JSON.stringify(version)}.`,
  );
}

/** Compiles a binding, and lets it take a training step. */
async function build(
  check: typeof checkBinding,
  tfjsNode: TfjsNode,
  { from, site, version }: Libraries,
  { folder, onStep }: { readonly folder: string; readonly onStep: (line: string) => void },
): Promise<{ manifest: Omit<Manifest, "variant">; sawGpu: boolean }> {
  const name = `${tfjsNode.name} ${tfjsNode.version}`;
  const binding = join(folder, BINDING);
  onStep(`compiling the binding of ${name} ...`);
  // the folder is renamed in the end
  const libraries = from === "python" ? join(site, "tensorflow") : "$ORIGIN/site/tensorflow";
  const compiler = await compileBinding({ tfjsNode, site, libraries, output: binding });
  onStep("taking a training step ...");
  const checked = await check(tfjsNode, binding);
  if (!checked.works) {
    throw new InstallError(
      "check",
      `the binding must take a training step; got: ${checked.reason}. The engine was tried with tfjs-node 4.22.0.`,
    );
  }
  if (checked.version !== version) {
    throw new InstallError(
      "wheel",
      `the libraries must be those of TensorFlow ${version}; got ${checked.version}. Install the wheel again.`,
    );
  }
  if (from === "pypi") rmSync(join(site, "tensorflow", "include"), { recursive: true });
  const bytes = folderBytes(folder);
  const place = from === "python" ? site : "site";
  return {
    manifest: { version, site: place, tfjsNode: name, compiler, bytes },
    sawGpu: checked.gpu,
  };
}

function installation(
  { version, variant, tfjsNode, compiler, bytes }: Manifest,
  { from, line }: Libraries,
  folder: string,
  sawGpu: boolean,
): Installation {
  const gpu = sawGpu ? "on a GPU" : "on the processor; it saw no GPU";
  return {
    version,
    variant,
    from,
    folder,
    bytes,
    sawGpu,
    lines: [
      `TensorFlow ${version} is bound to ${tfjsNode} (compiled with ${compiler}) in ${folder}.`,
      `It ${line}.`,
      `It has taken a training step ${variant === "gpu" ? gpu : "on the processor"}.`,
      `It takes ${diskSize(bytes)} of disk; to undo it, remove that folder.`,
    ],
  };
}
