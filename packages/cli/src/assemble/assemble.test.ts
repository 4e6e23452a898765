import { describe, expect, test } from "vitest";
import type { Values } from "../config/merge.ts";
import { pretrainConfig } from "../config/pretrain-config.ts";
import { resolveConfig } from "../config/resolve-config.ts";
import { buildBackbone } from "./backbone.ts";
import { buildMethod } from "./method.ts";
import { buildLearningRate, buildOptimizer } from "./optimizer.ts";
import { trainSettings } from "./train-settings.ts";

const SMALL = { backbone: "resnet8-w1", size: 16, seed: 4 };
const resolved = (config: Values) => resolveConfig(pretrainConfig.parse({ ...SMALL, ...config }));

describe("the method has what was said of it", () => {
  const built = (config: Values) => {
    const whole = resolved(config);
    const { name, settings = {}, trained } = buildMethod(whole, buildBackbone(whole));
    const shape = (layer: string) =>
      trained.find((one) => one.name === `${layer}/kernel`)?.variable.shape;
    return { name, settings, shape };
  };
  const heads = { projector: { hidden: 6, outputs: 5 }, predictor: { hidden: 7 } };

  test("BYOL", () => {
    const { name, settings, shape } = built({ ...heads, emaMomentum: 0.5 });
    expect(name).toBe("byol");
    expect((settings.momentum as number[])[0]).toBe(0.5);
    expect([shape("projector/layer1"), shape("projector/layer2")]).toEqual([
      [4, 6],
      [6, 5],
    ]);
    expect([shape("predictor/layer1"), shape("predictor/layer2")]).toEqual([
      [5, 7],
      [7, 5],
    ]);
  });

  test("SimCLR", () => {
    const projector = { hidden: 6, outputs: 5, layers: 3 };
    const { name, settings, shape } = built({ method: "simclr", projector, temperature: 0.3 });
    expect(name).toBe("simclr");
    expect(settings).toEqual({ temperature: 0.3 });
    expect([2, 3].map((layer) => shape(`projector/layer${layer}`))).toEqual([
      [6, 6],
      [6, 5],
    ]);
  });

  test("SimCLRv2", () => {
    const projector = { hidden: 6, outputs: 5 };
    const v2 = { method: "simclr-v2", projector, temperature: 0.3 };
    const { name, settings, shape } = built(v2);
    expect(name).toBe("simclr");
    expect(settings).toEqual({ temperature: 0.3 });
    const memory = built({ ...v2, queue: 9, emaMomentum: 0.5 });
    expect(memory.settings).toMatchObject({
      ...{ dimension: 5, queueLength: 9, temperature: 0.3, symmetric: true, batchNegatives: true },
      momentum: [0.5, 0.5, 0.5, 0.5, 0.5],
    });
    for (const of of [shape, memory.shape]) {
      expect([1, 2, 3].map((layer) => of(`projector/layer${layer}`))).toEqual([
        [4, 6],
        [6, 6],
        [6, 5],
      ]);
    }
  });

  test.for([1, 2] as const)("MoCo v%d", (mocoVersion) => {
    const { name, settings, shape } = built({
      ...{ method: "moco", mocoVersion, projector: { outputs: 5 }, queue: 9, symmetric: true },
      ...{ normGroups: 4, emaMomentum: 0.5, temperature: 0.3 },
    });
    expect(name).toBe(`moco-v${mocoVersion}`);
    expect(settings).toEqual({
      ...{ dimension: 5, queueLength: 9, temperature: 0.3, symmetric: true, normGroups: 4 },
      momentum: [0.5, 0.5, 0.5, 0.5, 0.5],
    });
    const layers = [1, 2].map((layer) => shape(`projector/layer${layer}`));
    expect(layers).toEqual(
      mocoVersion === 1
        ? [[4, 5], undefined]
        : [
            [4, 4],
            [4, 5],
          ],
    );
  });

  test("MoCo v3", () => {
    const projector = { hidden: 6, outputs: 5 };
    const { name, settings, shape } = built({ method: "moco", mocoVersion: 3, projector });
    expect(name).toBe("moco-v3");
    expect(settings).toMatchObject({ temperature: 1 });
    expect((settings.momentum as number[])[0]).toBe(0.99);
    expect(["projector/layer1", "predictor/layer2"].map(shape)).toEqual([
      [4, 6],
      [6, 5],
    ]);
  });

  test("and its seed", () => {
    const first = ({ seed }: { seed: number }) => {
      const whole = resolved({ ...heads, seed });
      const { trained } = buildMethod(whole, buildBackbone(whole));
      return trained.map(({ variable }) => variable.dataSync()[0]);
    };
    expect(first({ seed: 1 })).toEqual(first({ seed: 1 }));
    expect(first({ seed: 2 })).not.toEqual(first({ seed: 1 }));
  });
});

describe("the optimizer has what was said of it", () => {
  test.for<[Values, Values]>([
    [
      { name: "sgd", momentum: 0.5, nesterov: true, weightDecay: 1, decays: "all" },
      { momentum: 0.5, nesterov: true, weightDecay: 1, decays: "custom" },
    ],
    [{}, { momentum: 0.9, nesterov: false, weightDecay: 5e-4, decays: "kernels" }],
    [
      { name: "adam", beta1: 0.5, beta2: 0.6, epsilon: 1 },
      { beta1: 0.5, beta2: 0.6, epsilon: 1, weightDecay: 0, decays: "kernels" },
    ],
    [
      { name: "adamw", decays: "all" },
      { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, decays: "custom" },
    ],
    [
      { name: "lars", form: "simclr", momentum: 0.5, trustCoefficient: 2, weightDecay: 3 },
      { form: "simclr", momentum: 0.5, trustCoefficient: 2, weightDecay: 3, adapts: "kernels" },
    ],
  ])("%j", ([optimizer, settings]) => {
    const built = buildOptimizer(resolved({ optimizer }));
    expect(built.name.toLowerCase()).toBe(optimizer.name ?? "sgd");
    expect(built.settings).toEqual(settings);
  });

  test("LARS has the form of the method's own code", () => {
    const form = (method: Values) =>
      buildOptimizer(resolved({ ...method, optimizer: { name: "lars" } })).settings.form;
    const methods = [{}, { method: "simclr" }, { method: "simclr-v2" }];
    expect([...methods, { method: "moco", mocoVersion: 3 }].map(form)).toEqual([
      ...["byol", "simclr", "simclr", "byol"],
    ]);
  });
});

test.for([
  [{ base: 1, scaling: "none" }, 1],
  [{ base: 1, scaling: "linear" }, 4],
  [{ base: 1, scaling: "square-root" }, 32],
] as const)("the learning rate is scaled by the batch: %j", ([learningRate, peak]) => {
  const rate = buildLearningRate(resolved({ learningRate, batchSize: 1024 }));
  expect(rate({ step: 10, totalSteps: 100, stepsPerEpoch: 1 })).toBe(peak);
});

test.for<[Values, Values]>([
  [{}, { logs: [], keep: 3, checkpointEverySeconds: 120, guard: "stop", epochs: 100, seed: 4 }],
  [
    { chunk: 64, clipNorm: 2, guard: "pause", logs: ["csv"], keep: 5, epochs: 7 },
    {
      ...{ chunk: 64, clipNorm: 2, guard: "report", logs: ["csv"], keep: 5, epochs: 7, seed: 4 },
      checkpointEverySeconds: 120,
    },
  ],
  [
    { checkpointEverySteps: 9, guard: "off" },
    {
      ...{ logs: [], keep: 3, guard: "off", epochs: 100, seed: 4 },
      ...{ checkpointEverySteps: 9, checkpointEverySeconds: Number.POSITIVE_INFINITY },
    },
  ],
])("the training loop is told %j", ([config, settings]) => {
  expect(trainSettings(resolved(config))).toEqual(settings);
});
