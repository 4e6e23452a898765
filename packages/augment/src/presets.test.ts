import { describe, expect, test } from "vitest";
import { byolViews } from "./byol-views.ts";
import { mocoViews } from "./moco-views.ts";
import { simclrViews } from "./simclr-views.ts";
import { temporalView } from "./temporal-view.ts";

const CROP = { cropArea: [0.08, 1], cropAspect: [3 / 4, 4 / 3], interpolation: "bicubic" };

describe("simclrViews", () => {
  test("has the paper's parameters for ImageNet by default, twice", () => {
    const recipe = {
      ...CROP,
      cropSampler: "tensorflow",
      flip: 0.5,
      jitter: {
        probability: 0.8,
        brightness: 0.8,
        contrast: 0.8,
        saturation: 0.8,
        hue: 0.2,
        definition: "torchvision",
      },
      greyscale: 0.2,
      greyscaleFirst: false,
      blur: { probability: 0.5, sigma: [0.1, 2], kernelSize: 23 },
      solarize: false,
      normalize: false,
    };
    expect(simclrViews({ size: 224 }).recipe.options).toEqual({
      size: 224,
      recipes: [recipe, recipe],
    });
  });

  test("has the code's kernel sizes", () => {
    for (const [size, taps] of [
      [224, 23],
      [128, 13],
      [96, 9],
      [64, 7],
      [32, 3],
      [19, 1],
    ] as const) {
      expect(simclrViews({ size }).recipe.options).toMatchObject({
        recipes: [{ blur: { kernelSize: taps } }, {}],
      });
    }
  });

  test("takes CIFAR's settings, and those of pictures without colour", () => {
    expect(simclrViews({ size: 32, strength: 0.5, blur: false }).recipe.options).toMatchObject({
      recipes: [{ jitter: { brightness: 0.4, hue: 0.1 }, blur: false }, { blur: false }],
    });
    const grey = simclrViews({
      size: 28,
      cropArea: [0.3, 1],
      jitter: { brightness: 0.6, contrast: 0.6, saturation: 0, hue: 0 },
      blur: false,
    });
    expect(grey.recipe.options).toMatchObject({
      recipes: [
        {
          cropArea: [0.3, 1],
          jitter: { probability: 0.8, brightness: 0.6, saturation: 0, hue: 0 },
        },
        {},
      ],
    });
  });

  test("names the field that is wrong", () => {
    expect(() => simclrViews({ size: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: simclrViews: size must be an integer in [1, 16384] pixels; got 0.]`,
    );
    expect(() => simclrViews({ size: 32, strength: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: simclrViews: strength must be a number in [0, 2.5]; got -1.]`,
    );
    expect(() => simclrViews({ size: 32, greyscale: 20 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: simclrViews: greyscale must be a number in [0, 1]; got 20.]`,
    );
    const typo = { size: 32, grayscale: 0.2 };
    expect(() => simclrViews(typo)).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: simclrViews: options must have no fields but size, strength, cropArea, cropAspect, cropSampler, interpolation, flip, jitter, greyscale, greyscaleFirst, blur, solarize, normalize; got "grayscale".]`,
    );
  });
});

describe("byolViews", () => {
  test("has the paper's T and T' by default", () => {
    const shared = {
      ...CROP,
      cropSampler: "byol",
      flip: 0.5,
      jitter: {
        probability: 0.8,
        brightness: 0.4,
        contrast: 0.4,
        saturation: 0.2,
        hue: 0.1,
        definition: "torchvision",
      },
      greyscale: 0.2,
      greyscaleFirst: false,
      normalize: false,
    };
    const blur = { sigma: [0.1, 2], kernelSize: 23 };
    expect(byolViews({ size: 224 }).recipe.options).toEqual({
      size: 224,
      recipes: [
        { ...shared, blur: { ...blur, probability: 1 }, solarize: false },
        {
          ...shared,
          blur: { ...blur, probability: 0.1 },
          solarize: { probability: 0.2, threshold: 0.5 },
        },
      ],
    });
  });

  test("changes both views, or one, and leaves what is undefined", () => {
    const symmetric = { blur: { probability: 0.5 }, solarize: { probability: 0.2 } };
    const { recipe } = byolViews({
      size: 64,
      flip: undefined,
      blur: { sigma: [1, 1] },
      jitter: { hue: 0, saturation: undefined },
      view0: symmetric,
      view1: { ...symmetric, jitter: false },
    });
    const common = {
      flip: 0.5,
      blur: { probability: 0.5, sigma: [1, 1], kernelSize: 7 },
      solarize: { probability: 0.2, threshold: 0.5 },
    };
    expect(recipe.options).toMatchObject({
      recipes: [
        { ...common, jitter: { hue: 0, saturation: 0.2, brightness: 0.4 } },
        { ...common, jitter: false },
      ],
    });
    expect(byolViews({ size: 32, blur: false }).recipe.options).toMatchObject({
      recipes: [{ blur: false }, { blur: false }],
    });
  });

  test("names the view and the field that is wrong", () => {
    const bad = () => byolViews({ size: 32, view1: { blur: { probability: 3 } } });
    const typo = { size: 32, view0: { flip: 1, flips: 1 } };
    expect(() => byolViews(typo)).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: byolViews: view0 must have no fields but cropArea, cropAspect, cropSampler, interpolation, flip, jitter, greyscale, greyscaleFirst, blur, solarize, normalize; got "flips".]`,
    );
    expect(bad).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: byolViews: view1.blur.probability must be a number in [0, 1]; got 3.]`,
    );
  });
});

describe("mocoViews", () => {
  const shared = {
    cropArea: [0.2, 1],
    cropAspect: [3 / 4, 4 / 3],
    cropSampler: "torchvision",
    interpolation: "bilinear",
    flip: 0.5,
    greyscale: 0.2,
    solarize: false,
    normalize: false,
  };
  const jitter = { brightness: 0.4, contrast: 0.4, saturation: 0.4, definition: "torchvision" };

  test("has version 2's parameters by default, and version 1's", () => {
    const second = {
      ...shared,
      jitter: { ...jitter, probability: 0.8, hue: 0.1 },
      greyscaleFirst: false,
      blur: { probability: 0.5, sigma: [0.1, 2], kernelSize: 17 },
    };
    expect(mocoViews({ size: 224 }).recipe.options).toEqual({
      size: 224,
      recipes: [second, second],
    });
    const first = {
      ...shared,
      jitter: { ...jitter, probability: 1, hue: 0.4 },
      greyscaleFirst: true,
      blur: false,
    };
    expect(mocoViews({ size: 32, version: 1 }).recipe.options).toEqual({
      size: 32,
      recipes: [first, first],
    });
  });

  test("names the field that is wrong", () => {
    const third = { size: 32, version: 3 as 2 };
    expect(() => mocoViews(third)).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: mocoViews: version must be one of 1, 2; got 3.]`,
    );
    expect(() => mocoViews({ size: 32, cropArea: [0, 1] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: mocoViews: cropArea must be [low, high], 0 < low ≤ high ≤ 1; got [0,1].]`,
    );
  });
});

describe("temporalView", () => {
  test("has the paper's colours of the whole frame by default, or what its code has now", () => {
    expect(temporalView({ size: 224 }).recipe.options).toMatchObject({
      recipes: [
        {
          cropSampler: "central",
          flip: 0,
          jitter: { probability: 0.8, brightness: 0.8, contrast: 0.8, saturation: 0.8, hue: 0.2 },
          greyscale: 0.2,
          blur: false,
        },
      ],
    });
    expect(temporalView({ size: 224, definition: "later" }).recipe.options).toMatchObject({
      recipes: [
        {
          cropArea: [0.2, 1],
          flip: 0.5,
          jitter: { probability: 0.9, brightness: 0.9, saturation: 0.9, hue: 0.5 },
          blur: { probability: 0.5, sigma: [0.1, 2] },
        },
      ],
    });
  });

  test("names the field that is wrong", () => {
    const bad = { size: 8, definition: "new" as "paper" };
    expect(() => temporalView(bad)).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: temporalView: definition must be one of "paper", "later"; got "new".]`,
    );
  });
});
