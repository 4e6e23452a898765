import { cpuEngine } from "./cpu-engine.ts";
import type { Engine, EngineProbe } from "./engine.ts";
import { hasNodeModules, importPackage } from "./import-package.ts";

/** An engine that can be named: one of this package, or one that a package exports as `engine`. */
export type KnownEngine = { readonly name: string; readonly forGpus?: true } & (
  | { readonly engine: Engine }
  | { readonly package: string }
);

/** In the order in which they are tried where there is no GPU: the fastest first. */
export const KNOWN_ENGINES: readonly KnownEngine[] = [
  { name: "native", package: "@unlabeled/engine-native" },
  { name: "tensorflow", package: "@unlabeled/engine-tensorflow", forGpus: true },
  { name: "wasm", package: "@unlabeled/engine-wasm" },
  { name: "cpu", engine: cpuEngine },
];

type Fault = EngineProbe & { readonly works: false };

/** An engine that works here, or why it does not. */
export type Found =
  | { readonly engine: Engine; readonly probe: EngineProbe & { readonly works: true } }
  | { readonly probe: Fault };

/** Loads an engine and asks it whether it works here. */
export async function findEngine(known: KnownEngine): Promise<Found> {
  const loaded = await loadEngine(known);
  if (!("engine" in loaded)) return loaded;
  try {
    const probe = await loaded.engine.probe();
    return probe.works ? { ...loaded, probe } : { probe };
  } catch (error) {
    return { probe: failure(known, error) };
  }
}

/** Loads an engine, whether or not it works here. */
export async function loadEngine(
  known: KnownEngine,
): Promise<{ readonly engine: Engine } | { readonly probe: Fault }> {
  if ("engine" in known) return { engine: known.engine };
  const { package: name } = known;
  try {
    const imported = await importPackage(name);
    if (!imported.found) return { probe: fault(imported.reason, remedyOf(name)) };
    const { engine } = imported.module as { engine?: unknown };
    if (isEngine(engine)) return { engine };
    const remedy = `Run \`npm install ${name}@latest\`.`;
    return { probe: fault(`${name} exports no engine of this kind`, remedy) };
  } catch (error) {
    return { probe: failure(known, error) };
  }
}

/** Whether a value has the shape of an engine. */
export function isEngine(value: unknown): value is Engine {
  const { name, probe, start } = (value ?? {}) as Partial<Engine>;
  return typeof name === "string" && typeof probe === "function" && typeof start === "function";
}

function failure(known: KnownEngine, error: unknown): Fault {
  const name = "package" in known ? known.package : known.name;
  return fault(`${name} fails to load: ${(error as Error).message}`, remedyOf(name));
}

function remedyOf(name: string): string {
  return hasNodeModules()
    ? `Run \`npm install ${name}\`.`
    : `Import { engine } from "${name}" and pass it: \`await useEngine(engine)\`.`;
}

function fault(reason: string, remedy: string): Fault {
  return { works: false, reason, remedy };
}
