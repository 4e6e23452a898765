import * as tf from "@tensorflow/tfjs";
import { chooseEngine } from "./choose-engine.ts";
import type { Engine, EngineOptions, RunningEngine } from "./engine.ts";
import { KNOWN_ENGINES } from "./known-engines.ts";

// One a process, as tfjs's own current backend.
let running: RunningEngine | undefined;

/**
 * Chooses what computes from here on. Call it once, before the first tensor is made.
 *
 * Without a choice it takes the first engine that works: tensorflow where it has a GPU, else native, tensorflow, wasm, then
 * cpu. The result's `description` says which it is, and why those before it were passed over. With a choice it takes that
 * one or throws.
 *
 * @param choice - "native", "tensorflow", "wasm", "cpu", or an engine of your own.
 * @throws {RangeError} If the choice is not a known name, or an option is out of range.
 * @throws {TypeError} If the choice is no engine.
 * @throws {Error} If the engine cannot work here; says the remedy.
 *
 * @example
 * const { description } = await useEngine();
 */
export async function useEngine(
  choice?: string | Engine,
  options: EngineOptions = {},
): Promise<RunningEngine> {
  running = await chooseEngine(KNOWN_ENGINES, choice, options);
  return running;
}

/** The engine that `useEngine` started; undefined before that, and after tfjs's backend was changed by other means. */
export function currentEngine(): RunningEngine | undefined {
  return running?.name === tf.getBackend() ? running : undefined;
}
