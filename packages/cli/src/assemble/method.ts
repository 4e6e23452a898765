import { byolPredictor, byolProjector, simclrProjector } from "@unlabeled/backbones";
import { byol } from "@unlabeled/byol";
import {
  type Backbone,
  constantSchedule,
  cosineMomentum,
  type Method,
  type TwoViews,
} from "@unlabeled/core";
import { mocoV1, mocoV2, mocoV3 } from "@unlabeled/moco";
import { simclr } from "@unlabeled/simclr-distill";
import type { ResolvedMethod } from "../config/resolved-config.ts";

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

function buildSimclr({ projector, temperature }: Of<"simclr">, { backbone, seed }: Around) {
  const head = simclrProjector({ inputs: backbone.featureCount, ...projector, seed });
  return simclr({ backbone, projector: head, temperature });
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
