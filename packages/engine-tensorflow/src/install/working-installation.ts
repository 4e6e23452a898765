import { isAbsolute, join } from "node:path";
import type { Checked, checkBinding } from "../binding/check-binding.ts";
import { ownBinding } from "../binding/find-binding.ts";
import type { TfjsNode } from "../binding/find-tfjs-node.ts";
import { BINDING, type Manifest, readManifest } from "../binding/manifest.ts";
import type { Variant } from "../tried-versions.ts";
import { diskSize } from "./assert-room.ts";
import type { Installation } from "./installation.ts";

/** What is looked for. */
interface Wanted {
  readonly variant: Variant;
  /** Of TensorFlow; undefined: any, tfjs-node's own included. */
  readonly version: string | undefined;
  readonly cache: string;
}

/**
 * What is there already and takes a training step: an installation of ours of this version, or tfjs-node's own.
 */
export async function workingInstallation(
  check: typeof checkBinding,
  tfjsNodes: readonly TfjsNode[],
  { variant, version, cache }: Wanted,
): Promise<Installation | undefined> {
  const folder = join(cache, variant);
  const manifest = readManifest(folder);
  const [tfjsNode] = tfjsNodes;
  if (manifest && tfjsNode && manifest.version === (version ?? manifest.version)) {
    const checked = await check(tfjsNode, join(folder, BINDING));
    if (checked.works) return already(checked, manifest, folder);
  }
  if (version !== undefined) return undefined;
  for (const own of tfjsNodes.flatMap(ownBinding)) {
    if (own.variant !== variant) continue;
    const checked = await check(own.tfjsNode, own.file);
    if (!checked.works) continue;
    const { name, folder } = own.tfjsNode;
    return {
      version: checked.version,
      variant,
      from: "tfjs-node",
      folder: undefined,
      bytes: 0,
      sawGpu: checked.gpu,
      lines: [
        `${name} in ${folder} works with TensorFlow ${checked.version}: it is used as it is.`,
      ],
    };
  }
  return undefined;
}

function already(
  { version, gpu }: Checked & { readonly works: true },
  { variant, site, bytes }: Manifest,
  folder: string,
): Installation {
  return {
    version,
    variant,
    from: isAbsolute(site) ? "python" : "pypi",
    folder,
    bytes,
    sawGpu: gpu,
    lines: [
      `TensorFlow ${version} is in ${folder} and works.`,
      `It takes ${diskSize(bytes)} of disk; to undo it, remove that folder.`,
    ],
  };
}
