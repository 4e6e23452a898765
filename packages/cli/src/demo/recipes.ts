import { type PretrainConfig, pretrainConfig } from "../config/pretrain-config.ts";

/**
 * What the demo trains, by method: a ResNet-10 of width 16 on 28-pixel views of clothes. Found by
 * search; the few minutes that a demo may take decided the sizes.
 */
export function demoConfig(method: "simclr" | "byol", seed: number): PretrainConfig {
  const views = {
    cropArea: [0.1, 1],
    jitter: { brightness: 0.6, contrast: 0.6, saturation: 0, hue: 0 },
    greyscale: 0,
  };
  const common = { method, seed, backbone: "resnet10-w16", size: 28, views };
  return pretrainConfig.parse(
    method === "simclr"
      ? {
          ...common,
          epochs: 12,
          batchSize: 128,
          temperature: 0.2,
          projector: { hidden: 128, outputs: 64 },
          optimizer: { weightDecay: 1e-4 },
          learningRate: { base: 0.35, scaling: "none", warmupEpochs: 0.25 },
        }
      : {
          ...common,
          epochs: 10,
          batchSize: 64,
          targetMomentum: 0.99,
          projector: { hidden: 256, outputs: 64 },
          predictor: { hidden: 256 },
          optimizer: { name: "adam" },
          learningRate: { base: 2e-3, scaling: "none", warmupEpochs: 0.25 },
        },
  );
}
