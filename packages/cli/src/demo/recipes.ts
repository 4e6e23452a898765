import { type PretrainConfig, pretrainConfig } from "../config/pretrain-config.ts";

/**
 * What the demo trains, by method: a small ResNet-8 on 28-pixel views of clothes, whose features keep a
 * 2 x 2 grid of places. Found by search; the few minutes that a demo may take decided the sizes.
 */
export function demoConfig(method: "simclr" | "byol", seed: number): PretrainConfig {
  const common = {
    method,
    seed,
    backbone: "resnet8-w16",
    stem: "strided",
    grid: 2,
    size: 28,
  };
  const jitter = { brightness: 0.6, contrast: 0.6, saturation: 0, hue: 0 };
  return pretrainConfig.parse(
    method === "simclr"
      ? {
          ...common,
          epochs: 24,
          batchSize: 128,
          temperature: 0.2,
          projector: { hidden: 64, outputs: 64 },
          views: {
            cropArea: [0.3, 1],
            jitter,
            greyscale: 0,
            blur: { kernelSize: 3, sigma: [0.1, 1.1] },
          },
          optimizer: { weightDecay: 1e-4 },
          learningRate: { base: 0.35, scaling: "none", warmupEpochs: 0.25 },
        }
      : {
          ...common,
          epochs: 20,
          batchSize: 128,
          targetMomentum: 0.98,
          projector: { hidden: 256, outputs: 64 },
          predictor: { hidden: 256 },
          views: {
            cropArea: [0.08, 1],
            jitter,
            greyscale: 0,
            blur: { kernelSize: 3, sigma: [0.1, 1.1] },
            solarize: false,
          },
          optimizer: { weightDecay: 1e-4 },
          learningRate: { base: 0.2, scaling: "none", warmupEpochs: 0.25 },
        },
  );
}
