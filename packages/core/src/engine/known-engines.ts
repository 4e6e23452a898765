import { cpuEngine } from "./cpu-engine.ts";
import type { Engine, EngineProbe } from "./engine.ts";
import { hasNodeModules, importPackage } from "./import-package.ts";

/** An engine that can be named: one of this package, or one that a package exports as `engine`. */
export type KnownEngine = { readonly name: string } & (
  | { readonly engine: Engine }
  | { readonly package: string }
);

/** In the order in which they are tried: the fastest first. */
export const KNOWN_ENGINES: readonly KnownEngine[] = [
  { name: "native", package: "@unlabeled/engine-native" },
  { name: "tensorflow", package: "@unlabeled/engine-tensorflow" },
  { name: "wasm", package: "@unlabeled/engine-wasm" },
  { name: "cpu", engine: cpuEngine },
];

/** An engine that works here, or why it does not. */
export type Found =
  | { readonly engine: Engine; readonly probe: EngineProbe & { readonly works: true } }
  | { readonly probe: EngineProbe & { readonly works: false } };

/** Loads an engine and asks it whether it works here. */
export async function findEngine(known: KnownEngine): Promise<Found> {
  if ("engine" in known) return probed(known.engine);
  const remedy = hasNodeModules()
    ? `Run \`npm install ${known.package}\`.`
    : `Import { engine } from "${known.package}" and pass it: \`await useEngine(engine)\`.`;
  try {
    const imported = await importPackage(known.package);
    if (!imported.found) return fault(imported.reason, remedy);
    const { engine } = imported.module as { engine?: unknown };
    if (isEngine(engine)) return await probed(engine);
    return fault(
      `${known.package} exports no engine of this kind`,
      `Run \`npm install ${known.package}@latest\`.`,
    );
  } catch (error) {
    return fault(`${known.package} fails to load: ${(error as Error).message}`, remedy);
  }
}

/** Whether a value has the shape of an engine. */
export function isEngine(value: unknown): value is Engine {
  const { name, probe, start } = (value ?? {}) as Partial<Engine>;
  return typeof name === "string" && typeof probe === "function" && typeof start === "function";
}

async function probed(engine: Engine): Promise<Found> {
  const probe = await engine.probe();
  return probe.works ? { engine, probe } : { probe };
}

function fault(reason: string, remedy: string): Found {
  return { probe: { works: false, reason, remedy } };
}
