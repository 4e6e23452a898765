import type { Picture } from "@unlabeled/core";
import { expect, test } from "vitest";
import { PICTURES } from "../../fixtures/bytes.ts";
import { randAugment } from "../policies/rand-augment.ts";
import { applyPolicyToScene } from "./apply-policy-to-scene.ts";
import { type DetectionViewsOptions, detectionViews } from "./detection-views.ts";
import type { Scene, SceneObject } from "./scene.ts";

const key = { seed: 0, epoch: 0, sample: 0, view: 0 };
const scene: Scene = {
  picture: PICTURES.wide as Picture,
  objects: [
    { box: { left: 2, top: 3, width: 10, height: 9 }, category: 4 },
    { box: { left: 0, top: 0, width: 32, height: 24 }, category: 1, crowd: true },
  ],
};

test("is a pure function of scene and key", () => {
  for (const policy of ["S1", "S2", "S3", "S4"] as const) {
    const make = () => detectionViews({ policy, size: 24, pixelScale: 0.05 });
    const views = [0, 1, 2].map((sample) => make().render(scene, { ...key, sample }));
    const again = make();
    for (const sample of [2, 0, 1]) {
      expect(again.render(scene, { ...key, sample })).toEqual(views[sample]);
    }
    expect(views[0]?.image).not.toEqual(views[1]?.image);
  }
});

test("is made again from its recipe", () => {
  const pipeline = detectionViews({ policy: "S4", size: 20, stride: 8 });
  expect([pipeline.height, pipeline.width]).toEqual([24, 24]);
  const options = JSON.parse(JSON.stringify(pipeline.recipe.options)) as DetectionViewsOptions;
  expect(options).toEqual({
    policy: "S4",
    size: 20,
    stride: 8,
    scale: [0.5, 2],
    flip: 0.5,
    magnitude: 10,
    pixelScale: 1,
    normalize: false,
  });
  expect(detectionViews(options).render(scene, key)).toEqual(pipeline.render(scene, key));
});

test("drops crowds, and shows with none the whole picture in the top left corner", () => {
  const into = new Float32Array(16 * 16 * 3).fill(5);
  const view = detectionViews({ policy: "none", size: 16 }).render(scene, key, into);
  expect(view.image).toBe(into);
  expect(view.resized).toEqual({ width: 16, height: 12 });
  expect(view.objects).toEqual([
    { box: { left: 1, top: 1.5, width: 5, height: 4.5 }, category: 4 },
  ]);
  expect(view.flipped).toBe(false);
  expect(view.mask).toBeUndefined();
  expect(into.slice(12 * 16 * 3).every((x) => x === 0)).toBe(true);
  expect(Math.min(...into.slice(0, 11 * 16 * 3))).toBeGreaterThanOrEqual(0);
});

test("has the ranges of the paper, and mirrors half of the views", () => {
  for (const [policy, low, high] of [
    ["S1", 0.8, 1.2],
    ["S4", 0.5, 2],
  ] as const) {
    const pipeline = detectionViews({ policy, size: 16 });
    const drawn = Array.from({ length: 2000 }, (_, sample) =>
      pipeline.render(scene, { ...key, sample }),
    );
    const widths = drawn.map(({ resized }) => resized.width);
    expect(Math.min(...widths)).toBe(Math.round(16 * low));
    expect(Math.max(...widths)).toBe(Math.round(16 * high));
    const mean = widths.reduce((a, b) => a + b, 0) / 2000;
    const spread = (16 * (high - low)) / Math.sqrt(12);
    expect(Math.abs(mean - (16 * (low + high)) / 2)).toBeLessThan(5 * spread * Math.sqrt(1 / 2000));
    const flips = drawn.filter(({ flipped }) => flipped).length;
    expect(Math.abs(flips - 1000)).toBeLessThan(5 * Math.sqrt(500));
  }
});

test("names what is wrong", () => {
  const bad = (options: object) => () =>
    detectionViews({ policy: "S1", size: 8, ...options } as DetectionViewsOptions);
  expect(bad({ policy: "S5" })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: detectionViews: policy must be one of "none", "S1", "S2", "S3", "S4"; got "S5".]`,
  );
  expect(bad({ scale: [2, 1] })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: detectionViews: scale must be [low, high], 0 < low ≤ high; got [2,1].]`,
  );
  expect(bad({ sizes: 3 })).toThrowErrorMatchingInlineSnapshot(
    `[TypeError: detectionViews: options must have no fields but policy, size, stride, scale, flip, magnitude, pixelScale, normalize; got "sizes".]`,
  );
  expect(bad({ stride: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: detectionViews: stride must be an integer in [1, 16384] pixels; got 0.]`,
  );
  const pipeline = detectionViews({ policy: "S1", size: 8 });
  const [object] = scene.objects as [SceneObject];
  const broken = { ...object, box: { ...object.box, width: -1 } };
  expect(() =>
    pipeline.render({ ...scene, objects: [broken] }, key),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: detectionViews: scene.objects[0].box.width must be a number of pixels, ≥ 0; got -1.]`,
  );
  expect(() =>
    pipeline.render({ ...scene, mask: new Uint8Array(3) }, key),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: detectionViews: scene.mask must have 32 * 24 = 768 bytes; got 3.]`,
  );
  expect(() => pipeline.render(scene, key, new Float32Array(3))).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: detectionViews: into must have length 192, one view; got 3.]`,
  );
  const drawn = [{ operation: "flip", amount: 0, box: 2 }] as const;
  expect(() =>
    applyPolicyToScene(scene, { policy: randAugment(), drawn }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: applyPolicyToScene: drawn must have boxes below 2, the scene's; got 2. Draw with that boxCount.]`,
  );
});
