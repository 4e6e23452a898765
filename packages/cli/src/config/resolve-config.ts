import { resolveMethod } from "./defaults/method.ts";
import { resolveNetwork } from "./defaults/network.ts";
import { resolveLearningRate, resolveOptimizer } from "./defaults/optimizer.ts";
import { resolveViews } from "./defaults/views.ts";
import type { PretrainConfig } from "./pretrain-config.ts";
import type { ResolvedConfig, ResolvedKeeping } from "./resolved-config.ts";

/**
 * A configuration with every default written out: the papers' too, and those that depend on other values.
 * What the method does not use is left out.
 *
 * The result is a configuration that resolves to itself.
 */
export function resolveConfig(config: PretrainConfig): ResolvedConfig {
  const { data, size, epochs, batchSize, chunk = false, seed, clipNorm = false } = config;
  return {
    ...(data !== undefined && { data }),
    ...resolveMethod(config),
    ...resolveNetwork(config),
    ...{ size, epochs, batchSize, chunk, seed },
    views: resolveViews(config),
    optimizer: resolveOptimizer(config),
    learningRate: resolveLearningRate(config),
    clipNorm,
    ...resolveKeeping(config),
  };
}

function resolveKeeping(config: PretrainConfig): ResolvedKeeping {
  const { checkpointEverySteps = false, keep, logs, guard, probe = false, epochs } = config;
  const { checkpointEverySeconds = checkpointEverySteps === false ? CLOCK : false } = config;
  const everyEpochs = probe && probe.everySteps === undefined && Math.ceil(epochs / 10);
  return {
    ...{ checkpointEverySeconds, checkpointEverySteps, keep, logs, guard },
    probe: probe && { ...(everyEpochs && { everyEpochs }), ...probe },
  };
}

/** Seconds from one checkpoint to the next, as `train` has it. */
const CLOCK = 120;
