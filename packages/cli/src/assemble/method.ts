import { byolPredictor, byolProjector, simclrProjector } from "@unlabeled/backbones";
import { byol } from "@unlabeled/byol";
import { type Backbone, cosineMomentum, type Method, type TwoViews } from "@unlabeled/core";
import { simclr } from "@unlabeled/simclr-distill";
import type { PretrainConfig } from "../config/pretrain-config.ts";

/** The method that a configuration names, around a backbone, with the heads of its paper where nothing else is said. */
export function buildMethod(config: PretrainConfig, backbone: Backbone): Method<TwoViews> {
  const { projector, predictor, seed } = config;
  const inputs = backbone.featureCount;
  if (config.method === "simclr") {
    const { temperature = 0.5 } = config;
    const head = simclrProjector({ inputs, ...projector, layers: 2, seed });
    return simclr({ backbone, projector: head, temperature }) as unknown as Method<TwoViews>;
  }
  const { hidden = 4096, outputs = 256 } = projector;
  const { targetMomentum = 0.99 } = config;
  return byol({
    backbone,
    projector: byolProjector({ inputs, hidden, outputs, seed }),
    predictor: byolPredictor({
      inputs: outputs,
      hidden: predictor.hidden ?? hidden,
      outputs,
      seed: (seed + 1) % 2 ** 32, // else layers of one name and shape would begin equal
    }),
    momentum: cosineMomentum({ base: targetMomentum }),
  }) as unknown as Method<TwoViews>;
}
