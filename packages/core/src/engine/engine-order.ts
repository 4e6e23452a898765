import { findEngine, type KnownEngine } from "./known-engines.ts";

/**
 * Engines in the order in which `useEngine()` tries them: those that would compute on a GPU go first, since no processor
 * comes near one.
 *
 * @param device - As in `EngineOptions`: with "cpu" no GPU is asked for.
 */
export async function engineOrder(
  engines: readonly KnownEngine[],
  device?: string,
): Promise<readonly KnownEngine[]> {
  if (device === "cpu") return engines;
  const onGpu = await Promise.all(
    engines.map(async (known) => {
      if (!known.forGpus) return false;
      const { probe } = await findEngine(known);
      return probe.works && probe.gpu === true;
    }),
  );
  return [...engines.filter((_, i) => onGpu[i]), ...engines.filter((_, i) => !onGpu[i])];
}
