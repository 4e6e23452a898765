import { describe, expect, test } from "vitest";
import type { Values } from "../merge.ts";
import { configOf } from "../read-config.ts";

const inFile = (values: Values) =>
  configOf({ values, flags: {}, file: values, fileName: "a.yaml" });
const v = (mocoVersion: number) => ({ method: "moco", mocoVersion });
const SIMCLR = { method: "simclr" };

describe("in a.yaml, what changes nothing must be left out", () => {
  test.for<[Values, string]>([
    [
      { mocoVersion: 3 },
      "mocoVersion in a.yaml must be left out with byol: it is of moco v1, moco v2 and moco v3; got 3.",
    ],
    [
      { ...SIMCLR, predictor: { hidden: 8 } },
      'predictor in a.yaml must be left out with simclr: it is of byol and moco v3; got {"hidden":8}.',
    ],
    [
      { ...v(1), predictor: { hidden: 8 } },
      'predictor in a.yaml must be left out with moco v1: it is of byol and moco v3; got {"hidden":8}.',
    ],
    [
      { ...v(2), predictor: { hidden: 8 } },
      'predictor in a.yaml must be left out with moco v2: it is of byol and moco v3; got {"hidden":8}.',
    ],
    [
      { ...v(1), projector: { hidden: 8 } },
      "projector.hidden in a.yaml must be left out with moco v1: it is of byol, simclr, simclr-v2 and moco v3; got 8.",
    ],
    [
      { ...v(2), projector: { hidden: 8 } },
      "projector.hidden in a.yaml must be left out with moco v2: it is of byol, simclr, simclr-v2 and moco v3; got 8.",
    ],
    [
      { projector: { layers: 3 } },
      "projector.layers in a.yaml must be left out with byol: it is of simclr and simclr-v2; got 3.",
    ],
    [
      { ...SIMCLR, projector: { layers: 1, hidden: 8 } },
      "projector.hidden in a.yaml must be left out where projector.layers is 1; got 8.",
    ],
    [
      { temperature: 0.5 },
      "temperature in a.yaml must be left out with byol: it is of simclr, simclr-v2, moco v1, moco v2 and moco v3; got 0.5.",
    ],
    [
      { ...SIMCLR, emaMomentum: 0.9 },
      "emaMomentum in a.yaml must be left out with simclr: it is of byol, simclr-v2, moco v1, moco v2 and moco v3; got 0.9.",
    ],
    [
      { method: "simclr-v2", emaMomentum: 0.9 },
      "emaMomentum in a.yaml must be left out with simclr-v2 but where it has a queue; got 0.9.",
    ],
    [
      { ...SIMCLR, targetMomentum: 0.9 },
      "targetMomentum in a.yaml must be left out with simclr: it is of byol; got 0.9.",
    ],
    [
      { ...v(2), targetMomentum: 0.9 },
      "targetMomentum in a.yaml must be left out with moco v2: it is of byol; got 0.9. Give emaMomentum.",
    ],
    [
      { emaMomentum: 0.9, targetMomentum: 0.9 },
      "targetMomentum in a.yaml must be left out with emaMomentum, its new name; got 0.9.",
    ],
    [
      { queue: 256 },
      "queue in a.yaml must be left out with byol: it is of simclr-v2, moco v1 and moco v2; got 256.",
    ],
    [
      { ...v(3), queue: 256 },
      "queue in a.yaml must be left out with moco v3: it is of simclr-v2, moco v1 and moco v2; got 256.",
    ],
    [
      { ...v(3), symmetric: true },
      "symmetric in a.yaml must be left out with moco v3: it is of moco v1 and moco v2; got true.",
    ],
    [
      { ...SIMCLR, normGroups: 4 },
      "normGroups in a.yaml must be left out with simclr: it is of moco v1 and moco v2; got 4.",
    ],
    [
      { optimizer: { name: "adam", momentum: 0.9, nesterov: true } },
      "optimizer.momentum in a.yaml must be left out with adam: it is of sgd and lars; got 0.9. optimizer.nesterov in a.yaml must be left out with adam: it is of sgd; got true.",
    ],
    [
      { optimizer: { name: "lars", decays: "all", nesterov: false } },
      'optimizer.nesterov in a.yaml must be left out with lars: it is of sgd; got false. optimizer.decays in a.yaml must be left out with lars: it is of sgd, adam and adamw; got "all".',
    ],
    [
      { optimizer: { beta1: 0.8, beta2: 0.9, epsilon: 1 } },
      "optimizer.beta1 in a.yaml must be left out with sgd: it is of adam and adamw; got 0.8. optimizer.beta2 in a.yaml must be left out with sgd: it is of adam and adamw; got 0.9. optimizer.epsilon in a.yaml must be left out with sgd: it is of adam and adamw; got 1.",
    ],
    [
      { optimizer: { form: "byol", trustCoefficient: 1 } },
      'optimizer.form in a.yaml must be left out with sgd: it is of lars; got "byol". optimizer.trustCoefficient in a.yaml must be left out with sgd: it is of lars; got 1.',
    ],
    [
      { learningRate: { milestones: [5], factor: 0.5 } },
      "learningRate.milestones in a.yaml must be left out with the cosine schedule: it is of the steps schedule; got [5]. learningRate.factor in a.yaml must be left out with the cosine schedule: it is of the steps schedule; got 0.5.",
    ],
    [
      { views: { cropSampler: "central", cropArea: [0.5, 1] } },
      "views.cropArea in a.yaml must be left out with the central crop, which is without chance; got [0.5,1].",
    ],
    [
      { views: { view1: { cropSampler: "central", cropAspect: [1, 2] } } },
      "views.view1.cropAspect in a.yaml must be left out with the central crop, which is without chance; got [1,2].",
    ],
    [
      { ...SIMCLR, views: { solarize: true } },
      "views.solarize in a.yaml must be false or have values of its own with simclr, whose views are not solarized; got true.",
    ],
    [
      { ...v(2), views: { solarize: true } },
      "views.solarize in a.yaml must be false or have values of its own with moco v2, whose views are not solarized; got true.",
    ],
  ])("%j", ([values, message]) => {
    expect(() => inFile(values)).toThrow(expect.objectContaining({ message }));
  });

  test("but empty and fitting values may be there", () => {
    expect(inFile({ ...SIMCLR, predictor: {}, projector: {} }).method).toBe("simclr");
    expect(inFile({ views: { solarize: true } })).toEqual(inFile({}));
  });
});

describe("in a.yaml, values must go together", () => {
  test.for<[Values, string]>([
    [{ chunk: 100 }, "chunk in a.yaml must divide the batch size, 256; got 100."],
    [{ batchSize: 100, chunk: 200 }, "chunk in a.yaml must divide the batch size, 100; got 200."],
    [
      { ...v(2), normGroups: 3 },
      "normGroups in a.yaml must divide the batch size, 256, into groups of at least 2 pictures; got 3.",
    ],
    [
      { ...v(2), normGroups: 256 },
      "normGroups in a.yaml must divide the batch size, 256, into groups of at least 2 pictures; got 256.",
    ],
    [
      { ...v(2), normGroups: 64, chunk: 64 },
      "normGroups in a.yaml must divide the chunk, 64, into groups of at least 2 pictures; got 64.",
    ],
    [
      { ...v(3), predictor: { hidden: 8 } },
      "predictor.hidden in a.yaml must be projector.hidden, 4096, with moco v3; got 8.",
    ],
    [
      { stem: "imagenet", size: 24 },
      'stem in a.yaml must leave something of 24 x 24 pixels, of which resnet18 makes one in 32 a side with it; got "imagenet".',
    ],
    [
      { stem: "strided", size: 8, backbone: "resnet50" },
      'stem in a.yaml must leave something of 8 x 8 pixels, of which resnet50 makes one in 16 a side with it; got "strided".',
    ],
    [
      { stem: "small", size: 15, backbone: "efficientnet-b0" },
      'stem in a.yaml must leave something of 15 x 15 pixels, of which efficientnet-b0 makes one in 16 a side with it; got "small".',
    ],
    [
      { stem: "strided", backbone: "efficientnet-b1" },
      'stem in a.yaml must be small or imagenet with efficientnet-b1; got "strided".',
    ],
    [
      { grid: 2, backbone: "efficientnet-b1" },
      "grid in a.yaml must be left out with efficientnet-b1: ResNets alone have it; got 2.",
    ],
    [
      { size: 32, grid: 5 },
      "grid in a.yaml must be at most the side of the last maps, 4 with a size of 32; got 5.",
    ],
    [
      { size: 28, stem: "strided", backbone: "resnet8", grid: 5 },
      "grid in a.yaml must be at most the side of the last maps, 4 with a size of 28; got 5.",
    ],
    [
      { epochs: 5, learningRate: { warmupEpochs: 10 } },
      "learningRate.warmupEpochs in a.yaml must be less than epochs, 5; got 10.",
    ],
    [
      { learningRate: { schedule: "steps" } },
      "learningRate.milestones in a.yaml must be epochs that rise, from the warm-up's end, 10, to before epochs, 100; got [].",
    ],
    [
      { learningRate: { schedule: "steps", milestones: [80, 60] } },
      "learningRate.milestones in a.yaml must be epochs that rise, from the warm-up's end, 10, to before epochs, 100; got [80,60].",
    ],
    [
      { learningRate: { schedule: "steps", milestones: [5, 60] } },
      "learningRate.milestones in a.yaml must be epochs that rise, from the warm-up's end, 10, to before epochs, 100; got [5,60].",
    ],
    [
      { learningRate: { schedule: "steps", milestones: [60, 100] } },
      "learningRate.milestones in a.yaml must be epochs that rise, from the warm-up's end, 10, to before epochs, 100; got [60,100].",
    ],
    [
      { optimizer: { momentum: 0, nesterov: true } },
      "optimizer.nesterov in a.yaml must be false where optimizer.momentum is 0; got true.",
    ],
    [
      { size: 16, views: { blur: { kernelSize: 17 } } },
      "views.blur.kernelSize in a.yaml must be from 3, which blurs, to size, 16; got 17.",
    ],
    [
      { size: 40, views: { view1: { blur: { kernelSize: 41 } } } },
      "views.view1.blur.kernelSize in a.yaml must be from 3, which blurs, to size, 40; got 41.",
    ],
    [
      { views: { blur: { kernelSize: 1 } } },
      "views.blur.kernelSize in a.yaml must be from 3, which blurs, to size, 64; got 1.",
    ],
    [
      { size: 16, views: { blur: { probability: 0.5 } } },
      'views.blur in a.yaml must have a kernelSize from 3, which blurs, to size, 16, or be false: the paper\'s is 1 here; got {"probability":0.5}.',
    ],
    [
      { ...v(2), size: 16, views: { view0: { blur: { probability: 0.5 } } } },
      'views.view0.blur in a.yaml must have a kernelSize from 3, which blurs, to size, 16, or be false: the paper\'s is 17 here; got {"probability":0.5}.',
    ],
    [
      { probe: { data: "labeled", everyEpochs: 2, everySteps: 9 } },
      "probe.everySteps in a.yaml must be left out with probe.everyEpochs; got 9.",
    ],
    [
      { epochs: 5, probe: { data: "labeled", everyEpochs: 6 } },
      "probe.everyEpochs in a.yaml must be at most epochs, 5; got 6.",
    ],
  ])("%j", ([values, message]) => {
    expect(() => inFile(values)).toThrow(expect.objectContaining({ message }));
  });

  test.for<Values>([
    { epochs: 5, probe: { data: "labeled", everyEpochs: 5 } },
    { chunk: 128, clipNorm: false },
    { ...v(2), queue: 512, normGroups: 128 },
    { stem: "imagenet", size: 32 },
    { size: 32, grid: 4 },
    { epochs: 5, learningRate: { warmupEpochs: 4.5 } },
    { learningRate: { schedule: "steps", milestones: [10, 99], warmupEpochs: 10 } },
    { optimizer: { momentum: 0 } },
    { ...SIMCLR, size: 17, views: { blur: { kernelSize: 17 } } },
  ])("and do in %j", (values) => {
    expect(inFile(values)).toMatchObject(values);
  });
});
