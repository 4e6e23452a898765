import { describe, expect, test } from "vitest";
import { buildBackbone } from "../assemble/backbone.ts";
import { buildViews } from "../assemble/views.ts";
import { featureCount } from "./defaults/network.ts";
import type { Values } from "./merge.ts";
import { pretrainConfig } from "./pretrain-config.ts";
import { configOf } from "./read-config.ts";
import { resolveConfig } from "./resolve-config.ts";

const resolved = (config: Values) => resolveConfig(pretrainConfig.parse(config));

const VARIED: readonly Values[] = [
  {},
  { data: "/photos", size: 224, backbone: "resnet50", epochs: 5 },
  { size: 28, targetMomentum: 0.9, predictor: { hidden: 7 } },
  { method: "simclr" },
  { method: "simclr", size: 32, grid: 2, projector: { layers: 3 } },
  { method: "simclr", projector: { layers: 1 }, chunk: 64, clipNorm: 1 },
  { method: "simclr-v2", backbone: "resnet50-w8-sk", size: 224 },
  { method: "simclr-v2", queue: 512, projector: { layers: 1 } },
  { method: "moco", mocoVersion: 1, size: 224 },
  { method: "moco", size: 32, batchSize: 96, symmetric: true },
  { method: "moco", mocoVersion: 3, emaMomentum: 0.99 },
  { optimizer: { name: "adamw" }, checkpointEverySteps: 10, probe: { data: "/labeled" } },
  { epochs: 3, probe: { data: "/labeled", everySteps: 4 }, checkpointEverySeconds: false },
  { optimizer: { name: "lars" }, method: "moco", mocoVersion: 3, logs: ["csv"] },
  { optimizer: { decays: "all" }, learningRate: { schedule: "steps", milestones: [50, 80] } },
  { size: 32, views: { blur: { probability: 0.5 }, view1: { solarize: false, jitter: false } } },
  { views: { solarize: { threshold: 0.2 }, view0: { cropSampler: "central", blur: false } } },
  { views: { cropSampler: "central", jitter: { hue: 0 }, flip: 0 }, method: "simclr" },
];

describe("a resolved configuration", () => {
  test.for(VARIED)("of %j is one that can be given, and resolves to itself", (given) => {
    const config = resolved(given);
    const printed = JSON.parse(JSON.stringify(config));
    const again = configOf({ values: printed, flags: {}, file: printed, fileName: "a.json" });
    expect(again).toEqual(config);
    expect(JSON.stringify(again)).toBe(JSON.stringify(config));
    expect(buildViews(again).recipe).toEqual(buildViews(config).recipe);
  });

  test("keeps what was given", () => {
    const given = {
      ...{ method: "moco", mocoVersion: 2, size: 32, queue: 512, temperature: 0.3, seed: 9 },
      ...{ epochs: 3, emaMomentum: 0.9, projector: { outputs: 3 }, guard: "off" },
      optimizer: { name: "sgd", momentum: 0.5, nesterov: true, weightDecay: 0, decays: "all" },
      learningRate: { base: 1, scaling: "none", warmupEpochs: 0, schedule: "cosine" },
      checkpointEverySeconds: false,
    };
    expect(resolved(given)).toMatchObject(given);
  });

  test("has no values of other methods", () => {
    const names = (given: Values) => Object.keys(resolved({ ...given, size: 32 }));
    const all = names({});
    const own = (given: Values) => {
      const others = new Set([...names({ method: "simclr" }), ...all]);
      return names(given).filter((name) => !others.has(name));
    };
    expect(all).not.toContain("temperature");
    expect(names({ method: "simclr" })).not.toContain("emaMomentum");
    expect(own({ method: "moco" })).toEqual(["mocoVersion", "queue", "symmetric", "normGroups"]);
    expect(own({ method: "moco", mocoVersion: 3 })).toEqual(["mocoVersion"]);
  });
});

describe("defaults are the papers'", () => {
  test("BYOL's heads, momentum and views", () => {
    expect(resolved({ size: 224, backbone: "resnet50" })).toMatchObject({
      projector: { hidden: 4096, outputs: 256 },
      predictor: { hidden: 4096 },
      emaMomentum: 0.99,
      normalize: "imagenet",
      views: {
        cropArea: [0.08, 1],
        jitter: { probability: 0.8, brightness: 0.4, contrast: 0.4, saturation: 0.2, hue: 0.1 },
        view0: { blur: { probability: 1, kernelSize: 23, sigma: [0.1, 2] }, solarize: false },
        view1: { blur: { probability: 0.1 }, solarize: { probability: 0.2, threshold: 0.5 } },
      },
    });
  });

  test("SimCLR's head, temperature and views", () => {
    expect(resolved({ method: "simclr", size: 224, backbone: "resnet50" })).toMatchObject({
      projector: { hidden: 2048, outputs: 128, layers: 2 },
      temperature: 0.5,
      normalize: "none",
      views: {
        cropSampler: "tensorflow",
        interpolation: "bicubic",
        jitter: { brightness: 0.8, contrast: 0.8, saturation: 0.8, hue: 0.2 },
        blur: { probability: 0.5, kernelSize: 23 },
      },
    });
    const small = resolved({ method: "simclr", size: 32 });
    expect(small.views).toMatchObject({ jitter: { brightness: 0.4, hue: 0.1 }, blur: false });
  });

  test("SimCLRv2's head, temperature and views, and its memory where there is one", () => {
    const v2 = { method: "simclr-v2", size: 224, backbone: "resnet50-w128-sk" };
    const config = resolved(v2);
    const { views } = resolved({ ...v2, method: "simclr" });
    const projector = { hidden: 4096, outputs: 128, layers: 3 };
    expect(config).toMatchObject({ projector, temperature: 0.1, normalize: "none", views });
    expect(Object.keys(config)).not.toContain("emaMomentum");
    expect(resolved({ ...v2, queue: 65536 })).toMatchObject({ queue: 65536, emaMomentum: 0.999 });
    expect(resolved({ ...v2, size: 32 })).toMatchObject({ temperature: 0.2 });
  });

  test("each MoCo's head, constants and views", () => {
    const moco = (mocoVersion: number, size = 224) =>
      resolved({ method: "moco", mocoVersion, size, backbone: "resnet50" });
    expect(moco(1)).toMatchObject({
      projector: { outputs: 128 },
      ...{ temperature: 0.07, emaMomentum: 0.999, queue: 65536, symmetric: false },
      views: { cropArea: [0.2, 1], greyscaleFirst: true, jitter: { hue: 0.4 }, blur: false },
    });
    expect(moco(2)).toMatchObject({
      projector: { outputs: 128 },
      ...{ temperature: 0.2, emaMomentum: 0.999, queue: 65536 },
      views: { cropArea: [0.2, 1], jitter: { hue: 0.1 }, blur: { probability: 0.5 } },
    });
    expect(moco(3)).toMatchObject({
      projector: { hidden: 4096, outputs: 256 },
      predictor: { hidden: 4096 },
      ...{ temperature: 1, emaMomentum: 0.99 },
      views: {
        ...{ cropArea: [0.2, 1], cropSampler: "torchvision", interpolation: "bilinear" },
        view0: { blur: { probability: 1, kernelSize: 17 } },
        view1: { blur: { probability: 0.1, kernelSize: 17 }, solarize: { probability: 0.2 } },
      },
    });
    expect(moco(2, 32)).toMatchObject({
      ...{ temperature: 0.2, emaMomentum: 0.99, queue: 4096 },
      views: { cropArea: [0.08, 1], jitter: { probability: 0.8, hue: 0.1 }, blur: false },
    });
  });

  test.for([
    [{ batchSize: 256 }, 8],
    [{ batchSize: 512 }, 8],
    [{ batchSize: 512, chunk: 128 }, 4],
    [{ batchSize: 96 }, 3],
    [{ batchSize: 250 }, 5],
    [{ batchSize: 64 }, 2],
    [{ batchSize: 60 }, 1],
  ] as const)("MoCo's groups keep 32 pictures: with %j there are %d", ([batch, normGroups]) => {
    expect(resolved({ method: "moco", ...batch })).toMatchObject({ normGroups });
  });

  test.for([
    ["sgd", 0.06, 0.06 / 16],
    ["adam", 0.001, 0.001 / 16],
    ["adamw", 0.001, 0.001 / 16],
    ["lars", 0.3, 0.075],
  ] as const)("the base rate of %s is for its scaling", ([name, linear, root]) => {
    const base = (learningRate: Values) =>
      resolved({ optimizer: { name }, learningRate }).learningRate.base;
    expect([base({}), base({ scaling: "square-root" })]).toEqual([linear, root]);
  });
});

test.for([
  { backbone: "resnet8-w2", grid: 1 },
  { backbone: "resnet10-w3", grid: 2 },
  { backbone: "resnet50-w1", grid: 1 },
  { backbone: "efficientnet-b0", grid: 1 },
  { backbone: "efficientnet-b2", grid: 1 },
])("the features of %j are counted as the network has them", (network) => {
  const config = resolved({ ...network, size: 32 });
  expect(featureCount(config)).toBe(buildBackbone(config).featureCount);
});
