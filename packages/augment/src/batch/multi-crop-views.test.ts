import { type Picture, viewSizes } from "@unlabeled/core";
import { expect, test } from "vitest";
import { PICTURES } from "../../fixtures/bytes.ts";
import { views } from "../views.ts";
import { multiCropViews } from "./multi-crop-views.ts";

const picture = PICTURES.wide as Picture;
const key = { seed: 0, epoch: 0, sample: 0, view: 0 };

test("has SwAV's parameters by default: two views of 224, six of 96", () => {
  const pipeline = multiCropViews();
  const sides = viewSizes(pipeline).map(({ height, width }) => [height, width]);
  expect(sides).toEqual([...Array(2).fill([224, 224]), ...Array(6).fill([96, 96])]);
  expect([pipeline.count, pipeline.height, pipeline.width]).toEqual([8, 224, 224]);
  const shared = {
    cropSampler: "torchvision",
    interpolation: "bilinear",
    flip: 0.5,
    jitter: { probability: 0.8, brightness: 0.8, contrast: 0.8, saturation: 0.8, hue: 0.2 },
    greyscale: 0.2,
  };
  const whole = { ...shared, cropArea: [0.14, 1], blur: { kernelSize: 23 } };
  const part = { ...shared, cropArea: [0.05, 0.14], blur: { kernelSize: 9 } };
  const recipes = [whole, whole, part, part, part, part, part, part];
  expect(pipeline.recipe.options).toMatchObject({ recipes });
});

test("draws all views independently, each in its size, and is made again from its recipe", () => {
  const pipeline = multiCropViews({
    ...{ jitter: false, blur: false, greyscale: 0 },
    ...{ globalArea: [0.1, 0.9], localArea: [0.1, 0.9] },
    ...{ globalSize: 8, localSize: 7, localCount: 3 },
  });
  const again = views(JSON.parse(JSON.stringify(pipeline.recipe.options)));
  const made = [8, 8, 7, 7, 7].map((side, view) => {
    const [one, two] = [new Float32Array(side * side * 3), new Float32Array(side * side * 3)];
    pipeline.render(picture, { ...key, view }, one);
    again.render(picture, { ...key, view }, two);
    expect(two).toEqual(one);
    return one.join();
  });
  expect(new Set(made).size).toBe(5);
  const long = new Float32Array(8 * 8 * 3);
  expect(() =>
    pipeline.render(picture, { ...key, view: 2 }, long),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: multiCropViews: into must have length 147, one view; got 192.]`,
  );
});

test("names what is wrong", () => {
  expect(() => multiCropViews({ localCount: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: multiCropViews: localCount must be an integer ≥ 1; got 0.]`,
  );
  expect(() => multiCropViews({ globalSize: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: multiCropViews: globalSize must be an integer in [1, 16384] pixels; got 0.]`,
  );
  expect(() => multiCropViews({ localArea: [0, 1] })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: multiCropViews: localArea must be [low, high], 0 < low ≤ high ≤ 1; got [0,1].]`,
  );
  const typo = { cropArea: [0.1, 1] } as object;
  expect(() => multiCropViews(typo)).toThrowErrorMatchingInlineSnapshot(
    `[TypeError: multiCropViews: options must have no fields but globalSize, localSize, localCount, globalArea, localArea, cropAspect, cropSampler, interpolation, flip, jitter, greyscale, greyscaleFirst, blur, solarize, normalize; got "cropArea".]`,
  );
  expect(() => views({ size: [8, 9], recipes: [{}] })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: views: size must be a number, or one for each of the 1 views; got [8,9].]`,
  );
  expect(() => views({ size: [8, 0], recipes: [{}, {}] })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: views: size must be an integer in [1, 16384] pixels; got 0.]`,
  );
});
