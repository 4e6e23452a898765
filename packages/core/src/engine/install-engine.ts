import type { EngineInstallation, EngineInstallOptions } from "./engine.ts";
import { KNOWN_ENGINES, type KnownEngine, loadEngine } from "./known-engines.ts";

/**
 * Makes what an engine needs beside its package: for "tensorflow", the TensorFlow that it is bound to.
 *
 * @param name - "tensorflow". Its package must be installed.
 * @returns What was done.
 * @throws {RangeError} If this engine needs nothing, or is not known.
 * @throws {Error} If the package is not there, or the installation fails; says the remedy.
 *
 * @example
 * const { lines } = await installEngine("tensorflow", { gpu: true, onStep: console.log });
 */
export function installEngine(
  name: string,
  options: EngineInstallOptions = {},
): Promise<EngineInstallation> {
  return installFrom(KNOWN_ENGINES, name, options);
}

/** `installEngine` over a table of engines. */
export async function installFrom(
  engines: readonly KnownEngine[],
  name: string,
  options: EngineInstallOptions,
): Promise<EngineInstallation> {
  const known = engines.find((one) => one.name === name);
  if (known === undefined) {
    const names = engines.map((one) => `"${one.name}"`).join(", ");
    throw new RangeError(`installEngine: name must be one of ${names}; got "${name}".`);
  }
  const loaded = await loadEngine(known);
  if (!("engine" in loaded)) {
    const { reason, remedy } = loaded.probe;
    throw new Error(
      `installEngine: the package of the ${name} engine must be there; got: ${reason}. ${remedy}`,
    );
  }
  const { engine } = loaded;
  if (engine.install) return engine.install(options);
  throw new RangeError(
    `installEngine: name must be an engine that needs more than its package; got "${name}", which needs nothing.`,
  );
}
