import type { EngineProbe } from "./engine.ts";
import { engineOrder } from "./engine-order.ts";
import { findEngine, KNOWN_ENGINES, type KnownEngine, loadEngine } from "./known-engines.ts";

/** An engine by name, and whether it works here. */
export interface SurveyedEngine {
  readonly name: string;
  readonly probe: EngineProbe;
  /** Of an engine for GPUs: lines for people about those of this machine. */
  readonly gpus?: readonly string[];
}

/**
 * Every engine that has a name, in the order in which `useEngine()` tries them: whether it works here, and if
 * not why, and the remedy. Starts none.
 */
export function surveyEngines(): Promise<readonly SurveyedEngine[]> {
  return survey(KNOWN_ENGINES);
}

/** `surveyEngines` over a table of engines. */
export async function survey(engines: readonly KnownEngine[]): Promise<readonly SurveyedEngine[]> {
  const inOrder = await engineOrder(engines);
  return Promise.all(
    inOrder.map(async (known) => {
      const { probe } = await findEngine(known);
      const loaded = await loadEngine(known);
      const gpus = "engine" in loaded ? await loaded.engine.gpus?.() : undefined;
      return { name: known.name, probe, ...(gpus && { gpus }) };
    }),
  );
}
