import type { EngineProbe } from "./engine.ts";
import { findEngine, KNOWN_ENGINES, type KnownEngine } from "./known-engines.ts";

/** An engine by name, and whether it works here. */
export interface SurveyedEngine {
  readonly name: string;
  readonly probe: EngineProbe;
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
  return Promise.all(
    engines.map(async (known) => ({
      name: known.name,
      probe: (await findEngine(known)).probe,
    })),
  );
}
