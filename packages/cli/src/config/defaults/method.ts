import type { PretrainConfig } from "../pretrain-config.ts";
import type { ResolvedMethod, ResolvedSimclrHead } from "../resolved-config.ts";
import { featureCount, isSmall } from "./network.ts";

/** MoCo's version where none is named. */
const MOCO = 2;

export function mocoVersionOf({ mocoVersion = MOCO }: PretrainConfig): 1 | 2 | 3 {
  return mocoVersion;
}

/** The method with the heads and the constants of its paper where nothing else is said. */
export function resolveMethod(config: PretrainConfig): ResolvedMethod {
  switch (config.method) {
    case "byol":
      return { method: "byol", ...headsWithPredictor(config), emaMomentum: risingMomentum(config) };
    case "simclr": {
      const { method, temperature = 0.5 } = config;
      return { method, projector: simclrHead(config, 2), temperature };
    }
    case "simclr-v2": {
      const { method, queue } = config;
      const small = isSmall(config.size);
      const { temperature = small ? 0.2 : 0.1, emaMomentum = slowMomentum(config) } = config;
      const contrast = { method, projector: simclrHead(config, 3), temperature };
      return queue === undefined ? contrast : { ...contrast, queue, emaMomentum };
    }
    case "moco":
      return resolveMoco(config);
  }
}

function resolveMoco(config: PretrainConfig): ResolvedMethod {
  const mocoVersion = mocoVersionOf(config);
  const { temperature = TEMPERATURE[mocoVersion] } = config;
  const moco = { method: "moco" } as const;
  if (mocoVersion === 3) {
    const emaMomentum = risingMomentum(config);
    return { ...moco, mocoVersion, ...headsWithPredictor(config), temperature, emaMomentum };
  }
  const small = isSmall(config.size);
  return {
    ...moco,
    mocoVersion,
    projector: { outputs: config.projector.outputs ?? 128 },
    temperature,
    emaMomentum: config.emaMomentum ?? slowMomentum(config),
    queue: config.queue ?? (small ? 4096 : 65536),
    symmetric: config.symmetric ?? false,
    normGroups: config.normGroups ?? papersGroups(config.chunk || config.batchSize),
  };
}

const TEMPERATURE = { 1: 0.07, 2: 0.2, 3: 1 } as const;

/** BYOL's heads, and MoCo v3's, which are as large. */
function headsWithPredictor({ projector, predictor }: PretrainConfig) {
  const { hidden = 4096, outputs = 256 } = projector;
  return {
    projector: { hidden, outputs },
    predictor: { hidden: predictor.hidden ?? hidden },
  };
}

/** SimCLR's heads; v2's have one layer more. */
function simclrHead(config: PretrainConfig, papers: number): ResolvedSimclrHead {
  const { hidden = featureCount(config), outputs = 128, layers = papers } = config.projector;
  return layers === 1 ? { outputs, layers } : { hidden, outputs, layers };
}

/** Of a key network beside a queue: the papers', or MoCo's for CIFAR-10. */
function slowMomentum({ size }: PretrainConfig): number {
  return isSmall(size) ? 0.99 : 0.999;
}

function risingMomentum({ emaMomentum, targetMomentum }: PretrainConfig): number {
  return emaMomentum ?? targetMomentum ?? 0.99;
}

/** Eight groups, as on the papers' eight cards, or fewer, so that each keeps the papers' 32 pictures. */
function papersGroups(pictures: number): number {
  const fits = (groups: number) => pictures % groups === 0 && pictures / groups >= 32;
  return [8, 7, 6, 5, 4, 3, 2].find(fits) ?? 1;
}
