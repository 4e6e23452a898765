import { byolViews, mocoViews, simclrViews } from "@unlabeled/augment";
import { byolPredictor, byolProjector, resnet, simclrProjector } from "@unlabeled/backbones";
import { byol } from "@unlabeled/byol";
import { adamW, constantSchedule, cosineMomentum, lars, sgd } from "@unlabeled/core";
import { mocoV2 } from "@unlabeled/moco";
import { simclr } from "@unlabeled/simclr-distill";

const [size, hidden, outputs] = [8, 32, 16];

/** Two residual blocks: running statistics and all, and small enough for the cpu engine. */
const network = () =>
  resnet({ blocks: [1, 1], block: "basic", stem: "strided", width: 4, seed: 0 });

/** What is trained, on which views, by which optimizer: each keeps state of another kind. */
export const METHODS = {
  byol: () => {
    const backbone = network();
    const inputs = backbone.featureCount;
    return {
      method: byol({
        backbone,
        projector: byolProjector({ inputs, hidden, outputs, seed: 1 }),
        predictor: byolPredictor({ inputs: outputs, hidden, outputs, seed: 2 }),
        momentum: cosineMomentum({ base: 0.9 }),
      }),
      views: byolViews({ size }),
      optimizer: lars({ form: "byol" }),
    };
  },
  simclr: () => {
    const backbone = network();
    const inputs = backbone.featureCount;
    return {
      method: simclr({
        backbone,
        projector: simclrProjector({ inputs, hidden, outputs, seed: 1 }),
      }),
      views: simclrViews({ size }),
      optimizer: sgd({ momentum: 0.9, nesterov: true, weightDecay: 1e-4 }),
    };
  },
  moco: () => ({
    method: mocoV2({
      backbone: network(),
      dimension: outputs,
      queueLength: 40, // no multiple of a batch
      momentum: constantSchedule({ base: 0.9 }),
    }),
    views: mocoViews({ size }),
    optimizer: adamW(),
  }),
};

export const ENGINES = {
  cpu: () => "cpu",
  wasm: async () => (await import("@unlabeled/engine-wasm")).engine,
  native: async () => (await import("@unlabeled/engine-native")).engine,
};
