import { byolPredictor, byolProjector, simclrProjector } from "@unlabeled/backbones";
import { byol } from "@unlabeled/byol";
import {
  type Backbone,
  constantSchedule,
  cosineMomentum,
  type LayeredHead,
  type Method,
  type TwoViews,
} from "@unlabeled/core";
import { mocoV1, mocoV2, mocoV3 } from "@unlabeled/moco";
import { simclr } from "@unlabeled/simclr-distill";
import type { ResolvedMethod, ResolvedSimclrHead } from "../config/resolved-config.ts";

type Of<Name extends ResolvedMethod["method"]> = Extract<ResolvedMethod, { method: Name }>;

interface Around {
  readonly backbone: Backbone;
  readonly seed: number;
}

/** The method that a configuration describes, around a backbone. */
export function buildMethod(
  config: ResolvedMethod & { readonly seed: number },
  backbone: Backbone,
): Method<TwoViews> {
  const around = { backbone, seed: config.seed };
  return build(config, around) as unknown as Method<TwoViews>;
}

function build(config: ResolvedMethod, around: Around) {
  switch (config.method) {
    case "byol":
      return buildByol(config, around);
    case "simclr":
      return buildSimclr(config, around);
    case "simclr-v2":
      return config.queue === undefined
        ? buildSimclr(config, around)
        : buildWithMemory(config, around);
    case "moco":
      return buildMoco(config, around);
  }
}

function buildByol({ projector, predictor, emaMomentum }: Of<"byol">, { backbone, seed }: Around) {
  const { outputs } = projector;
  return byol({
    backbone,
    projector: byolProjector({ inputs: backbone.featureCount, ...projector, seed }),
    predictor: byolPredictor({
      inputs: outputs,
      ...predictor,
      outputs,
      seed: (seed + 1) % 2 ** 32, // else layers of one name and shape would begin equal
    }),
    momentum: cosineMomentum({ base: emaMomentum }),
  });
}

function buildSimclr(
  { projector, temperature }: Of<"simclr" | "simclr-v2">,
  { backbone, seed }: Around,
) {
  return simclr({
    backbone,
    projector: buildSimclrHead(projector, { backbone, seed }),
    temperature,
  });
}

/** SimCLR's projector, of which SimCLRv2 fine-tunes the first layers. */
export function buildSimclrHead(
  projector: ResolvedSimclrHead,
  { backbone, seed }: Around,
): LayeredHead {
  return simclrProjector({ inputs: backbone.featureCount, ...projector, seed });
}

/** SimCLRv2's memory: negatives are the keys of a network that follows slowly, of this batch and of earlier ones. */
function buildWithMemory(
  {
    projector,
    temperature,
    queue,
    emaMomentum,
  }: Extract<ResolvedMethod, { queue: number }> & Of<"simclr-v2">,
  { backbone, seed }: Around,
) {
  return mocoV2({
    ...{ backbone, seed, temperature, symmetric: true, batchNegatives: true },
    projector: buildSimclrHead(projector, { backbone, seed }),
    dimension: projector.outputs,
    queueLength: queue,
    momentum: constantSchedule({ base: emaMomentum }),
  });
}

function buildMoco(config: Of<"moco">, around: Around) {
  const { temperature, emaMomentum, projector } = config;
  const common = { ...around, temperature, dimension: projector.outputs };
  if (config.mocoVersion === 3) {
    const momentum = cosineMomentum({ base: emaMomentum });
    return mocoV3({ ...common, hidden: config.projector.hidden, momentum });
  }
  const { queue, symmetric, normGroups } = config;
  const momentum = constantSchedule({ base: emaMomentum });
  const moco = { 1: mocoV1, 2: mocoV2 }[config.mocoVersion];
  return moco({ ...common, momentum, queueLength: queue, symmetric, normGroups });
}
