import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** A tfjs-node that npm has installed, with or without a binding. */
export interface TfjsNode {
  readonly name: string;
  readonly version: string;
  /** Of the package. */
  readonly folder: string;
}

/** With the same sources: they differ in what their install scripts download. */
const NAMES = ["@tensorflow/tfjs-node", "@tensorflow/tfjs-node-gpu"];

/**
 * Every tfjs-node that this package, the running program or the working folder can see.
 *
 * @param places - Files from whose folders Node is to look upwards.
 */
export function findTfjsNodes(places: readonly (string | URL)[] = usualPlaces()): TfjsNode[] {
  return NAMES.flatMap((name) => {
    for (const place of places) {
      const manifest = attempt(() => createRequire(place).resolve(`${name}/package.json`));
      if (manifest === undefined) continue;
      const { version } = createRequire(manifest)(manifest) as { version: string };
      return [{ name, version, folder: dirname(manifest) }];
    }
    return [];
  });
}

/** As core looks for packages of engines. */
function usualPlaces(): (string | URL)[] {
  const program = process.argv[1] || undefined; // a link, where package managers make commands so
  const real = program && attempt(() => realpathSync(program));
  const folder = join(process.cwd(), "package.json");
  return [import.meta.url, program, real, folder].filter((place) => place !== undefined);
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
