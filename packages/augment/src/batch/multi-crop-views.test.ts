import type { Picture } from "@unlabeled/core";
import { expect, test } from "vitest";
import { PICTURES } from "../../fixtures/bytes.ts";
import { localViews, multiCropViews } from "./multi-crop-views.ts";

const picture = PICTURES.wide as Picture;
const key = { seed: 0, epoch: 0, sample: 0, view: 0 };

test("has SwAV's parameters by default", () => {
  const { global, local } = multiCropViews();
  expect([global.count, global.height, local.count, local.width]).toEqual([2, 224, 6, 96]);
  const shared = {
    cropSampler: "torchvision",
    interpolation: "bilinear",
    flip: 0.5,
    jitter: { probability: 0.8, brightness: 0.8, contrast: 0.8, saturation: 0.8, hue: 0.2 },
    greyscale: 0.2,
    blur: { probability: 0.5, sigma: [0.1, 2], kernelSize: 23 },
  };
  expect(global.recipe.options).toMatchObject({
    recipes: [
      { ...shared, cropArea: [0.14, 1] },
      { ...shared, cropArea: [0.14, 1] },
    ],
  });
  expect(local.recipe.options).toMatchObject({ recipe: { cropArea: [0.05, 0.14], flip: 0.5 } });
});

test("draws local views as views 2, 3 and on, in a size of their own", () => {
  const plain = { jitter: false, blur: false, flip: 0.5, greyscale: 0 } as const;
  const area = { globalArea: [0.1, 0.9], localArea: [0.1, 0.9] } as const;
  const { global, local } = multiCropViews({
    ...plain,
    ...area,
    globalSize: 8,
    localSize: 8,
    localCount: 3,
  });
  const views = [0, 1, 2, 3, 4].map((view) => {
    const into = new Float32Array(8 * 8 * 3);
    if (view < 2) global.render(picture, { ...key, view }, into);
    else local.render(picture, { ...key, view: view - 2 }, into);
    return into.join();
  });
  expect(new Set(views).size).toBe(5); // equal sizes and areas, and still all drawn independently
});

test("makes the local pipeline again from its recipe", () => {
  const { local } = multiCropViews({ globalSize: 16, localSize: 8, localCount: 2 });
  const copy = JSON.parse(JSON.stringify(local.recipe));
  expect(copy.factory).toBe("localViews");
  const again = localViews(copy.options);
  expect([again.count, again.height, again.width]).toEqual([2, 8, 8]);
  const [one, two] = [new Float32Array(192), new Float32Array(192)];
  local.render(picture, { ...key, view: 1 }, one);
  again.render(picture, { ...key, view: 1 }, two);
  expect(two).toEqual(one);
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
  const { local } = multiCropViews({ globalSize: 8, localSize: 8, localCount: 2 });
  expect(() =>
    local.render(picture, { ...key, view: 2 }, new Float32Array(192)),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: multiCropViews: key.view must be an integer in [0, 2), a local view; got 2.]`,
  );
});
