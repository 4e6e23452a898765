import type { Engine, EngineOptions, RunningEngine } from "./engine.ts";
import { engineOrder } from "./engine-order.ts";
import { findEngine, isEngine, type KnownEngine } from "./known-engines.ts";

/** `useEngine` over a table of engines. */
export async function chooseEngine(
  engines: readonly KnownEngine[],
  choice: string | Engine | undefined,
  options: EngineOptions,
): Promise<RunningEngine> {
  checkOptions(options);
  if (choice === undefined) return startFirst(engines, options);
  if (typeof choice !== "string") {
    if (!isEngine(choice)) {
      throw new TypeError(
        `useEngine: choice must be a name or an object with name, probe and start; got ${typeof choice}.`,
      );
    }
    return start(choice, options);
  }
  const known = engines.find(({ name }) => name === choice);
  if (known === undefined) {
    const names = engines.map(({ name }) => `"${name}"`).join(", ");
    throw new RangeError(
      `useEngine: choice must be one of ${names} or an engine; got "${choice}".`,
    );
  }
  const found = await findEngine(known);
  if (!("engine" in found)) {
    throw new Error(
      `useEngine: the ${choice} engine must work here; got: ${found.probe.reason}. ${found.probe.remedy}`,
    );
  }
  return start(found.engine, options);
}

async function startFirst(
  engines: readonly KnownEngine[],
  options: EngineOptions,
): Promise<RunningEngine> {
  const passedOver: string[] = [];
  for (const known of await engineOrder(engines, options.device)) {
    const found = await findEngine(known);
    if (!("engine" in found)) {
      passedOver.push(`${known.name}: ${found.probe.reason}`);
      continue;
    }
    try {
      return await start(found.engine, options, passedOver);
    } catch (error) {
      passedOver.push(`${known.name}: ${(error as Error).message}`);
    }
  }
  throw new Error(`useEngine: an engine must work here; got ${passedOver.join(" - ")}`);
}

async function start(
  engine: Engine,
  options: EngineOptions,
  passedOver: readonly string[] = [],
): Promise<RunningEngine> {
  const { precision = "float32", device = "cpu" } = options;
  if (device !== "cpu" && engine.gpus === undefined) {
    throw new RangeError(
      `useEngine: device of the ${engine.name} engine must be "cpu", the only one that it has; got "${device}". Leave it out, or use the tensorflow engine.`,
    );
  }
  const started = await engine.start(options);
  if (started.precision !== precision) {
    throw new Error(
      `useEngine: the ${engine.name} engine must compute in ${precision}; got ${started.precision}.`,
    );
  }
  const why = passedOver.length === 0 ? "" : `; passed over ${passedOver.join("; ")}`;
  return { ...started, description: `${started.description}${why}` };
}

function checkOptions({ precision, threads, device }: EngineOptions): void {
  if (precision !== undefined && precision !== "float32" && precision !== "bfloat16") {
    throw new RangeError(
      `useEngine: precision must be "float32" or "bfloat16"; got ${JSON.stringify(precision)}.`,
    );
  }
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1)) {
    throw new RangeError(`useEngine: threads must be an integer ≥ 1; got ${threads}.`);
  }
  if (device !== undefined && !/^(cpu|gpu:\d+)$/.test(device)) {
    throw new RangeError(
      `useEngine: device must be "cpu" or a GPU by its number, "gpu:0"; got ${JSON.stringify(device)}.`,
    );
  }
}
