import { describe, expect, test } from "vitest";
import { knownKeys } from "./known-keys.ts";
import { nearestKeys } from "./nearest-keys.ts";
import { didYouMean, listed, nearestNames } from "./nearest-names.ts";

test.for([
  ["biol", ["byol", "simclr", "moco"], ["byol"]],
  ["MoCo", ["byol", "simclr", "moco"], ["moco"]],
  ["sdg", ["sgd", "adam"], ["sgd"]],
  ["adamx", ["adam", "adamw"], ["adam", "adamw"]],
  ["dino", ["byol", "simclr", "moco"], []],
  ["", ["byol"], []],
] as const)("nearest to %j of %j: %j", ([written, names, nearest]) => {
  expect(nearestNames(written, names)).toEqual(nearest);
});

describe("the key nearest to one that is not known", () => {
  test.for([
    ["metod", ["method"]],
    ["batch_size", ["batchSize"]],
    ["bacthSize", ["batchSize"]],
    ["weightDecay", ["optimizer.weightDecay"]],
    ["weight-decay", ["optimizer.weightDecay"]],
    ["lr", ["learningRate.base"]],
    ["optimizer.lr", ["learningRate.base"]],
    ["optimizer.weigthDecay", ["optimizer.weightDecay"]],
    ["warmup", ["learningRate.warmupEpochs"]],
    ["views.crop", ["views.cropArea", "views.cropAspect", "views.cropSampler"]],
    ["momentum", ["optimizer.momentum", "emaMomentum"]],
    [
      "views.probability",
      ["views.jitter.probability", "views.blur.probability", "views.solarize.probability"],
    ],
    ["optimizer.learningRate", ["learningRate"]],
    ["$shema", []],
    ["frobnicate", []],
  ] as const)("%s", ([path, nearest]) => {
    expect(nearestKeys(path.split("."))).toEqual(nearest);
  });

  test("is one that is known, also where another program's name is known", () => {
    const known = knownKeys().map((key) => key.join("."));
    for (const name of ["arch", "bs", "clip", "k", "m", "tau", "wd", "steps", "resolution"]) {
      const [nearest] = nearestKeys([name]);
      expect(known).toContain(nearest);
    }
  });
});

test("words are listed with an or", () => {
  expect([listed([]), listed([1]), listed([1, 2]), listed([1, 2, 3])]).toEqual([
    ...["", "1", "1 or 2", "1, 2 or 3"],
  ]);
  expect([didYouMean([]), didYouMean(["a", "b"])]).toEqual(["", " Did you mean a or b?"]);
});
