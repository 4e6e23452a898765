import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Addon, FUNCTIONS } from "./addon.ts";

/** The machine code, or why there is none and what to do. */
export type LoadedAddon =
  | { readonly addon: Addon }
  | { readonly reason: string; readonly remedy: string };

const ELSEWHERE = "or take the wasm engine: `npm install @unlabeled/engine-wasm`";

/**
 * Loads the machine code from the package of this platform. It must be of the same version as this one.
 *
 * @param from - Where packages are looked for.
 * @param platform - Node's names of system and processor.
 */
export function loadAddon(
  from: string = import.meta.url,
  platform: string = `${process.platform}-${process.arch}`,
): LoadedAddon {
  if (platform !== "linux-x64") {
    return {
      reason: `there is machine code for linux-x64 only, and this is ${platform}`,
      remedy: `Compute there, ${ELSEWHERE}.`,
    };
  }
  const name = `@unlabeled/engine-native-${platform}`;
  const { resolve } = createRequire(from);
  const mine = versionIn(attempt(() => resolve("@unlabeled/engine-native/package.json")));
  const manifest = attempt(() => resolve(`${name}/package.json`));
  const install = `Run \`npm install ${name}${mine ? `@${mine}` : ""}\`.`;
  if (manifest === undefined) return { reason: `${name} is not installed`, remedy: install };
  const home = dirname(manifest);
  // the sources of the machine code are in a clone only
  const remedy = existsSync(join(home, "native")) ? "Run `npm run native` in the clone." : install;
  const its = versionIn(manifest);
  if (mine !== undefined && its !== mine) {
    return { reason: `${name} must have version ${mine}; it has ${its}`, remedy };
  }
  const file = join(home, "bin", "addon.node");
  if (!existsSync(file)) return { reason: `${name} has no bin/addon.node`, remedy };
  return open(file, remedy);
}

function open(file: string, remedy: string): LoadedAddon {
  // libgomp reads this when it is loaded: threads that wait go to sleep soon, and leave the processor to data workers
  process.env.OMP_WAIT_POLICY ??= "passive";
  process.env.GOMP_SPINCOUNT ??= "20000";
  let addon: Addon;
  try {
    addon = createRequire(import.meta.url)(file) as Addon;
  } catch (error) {
    const [first = ""] = (error as Error).message.split("\n");
    return {
      reason: `${file} does not load: ${first.replace(`${file}: `, "")}`,
      remedy: `${remedy.slice(0, -1)}, ${ELSEWHERE}.`,
    };
  }
  const lacking = Object.keys(FUNCTIONS).filter((name) => !(name in addon));
  if (lacking.length === 0) return { addon };
  return { reason: `${file} is of another version and lacks ${lacking.join(", ")}`, remedy };
}

function versionIn(manifest: string | undefined): string | undefined {
  return manifest && (createRequire(manifest)(manifest) as { version: string }).version;
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
