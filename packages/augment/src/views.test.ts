import { type Picture, randomStream, type ViewKey, type ViewPipeline } from "@unlabeled/core";
import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import { fixture, picture } from "../fixtures/torchvision.ts";
import { byolViews } from "./byol-views.ts";
import { leastSide } from "./crops/least-side.ts";
import { evaluationView } from "./evaluation-view.ts";
import { completeRecipe } from "./recipes/complete-recipe.ts";
import { drawView } from "./render/draw-view.ts";
import { simclrViews } from "./simclr-views.ts";
import { type ViewsOptions, views } from "./views.ts";

const photo = picture(fixture.photo);
const key: ViewKey = { seed: 7, epoch: 2, sample: 11, view: 0 };

function rendered(pipeline: ViewPipeline, of: Picture, at: ViewKey): Float32Array {
  const into = new Float32Array(pipeline.height * pipeline.width * 3).fill(Number.NaN);
  pipeline.render(of, at, into);
  return into;
}

function noise(width: number, height: number): Picture {
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7919 + 13) % 256);
  return { width, height, pixels };
}

describe("views", () => {
  test("depends on each part of the key and on nothing else", () => {
    const pipeline = simclrViews({ size: 24 });
    const first = rendered(pipeline, photo, key);
    expect(rendered(pipeline, photo, { ...key })).toEqual(first);
    for (const other of [{ seed: 8 }, { epoch: 3 }, { sample: 12 }, { view: 1 }]) {
      expect(rendered(pipeline, photo, { ...key, ...other })).not.toEqual(first);
    }
  });

  test("gives the same bytes in any order of calls, also with another pipeline in between", () => {
    const keys = Array.from({ length: 12 }, (_, i) => ({ ...key, sample: i >> 1, view: i % 2 }));
    const pictures = [photo, noise(3, 90), noise(64, 48)];
    const at = (i: number) => pictures[i % 3] as Picture;
    const alone = simclrViews({ size: 20 });
    const forwards = keys.map((one, i) => rendered(alone, at(i), one));
    const [ours, other] = [simclrViews({ size: 20 }), byolViews({ size: 33 })];
    for (const [i, one] of [...keys.entries()].reverse()) {
      rendered(other, at(i + 1), one);
      expect(rendered(ours, at(i), one)).toEqual(forwards[i]);
    }
  });

  test("is rebuilt from its recipe, through JSON and the module's url, to the same bytes", async () => {
    for (const pipeline of [simclrViews({ size: 20 }), byolViews({ size: 20, flip: 1 })]) {
      const { url, factory, options } = JSON.parse(JSON.stringify(pipeline.recipe));
      const rebuilt: ViewPipeline = (await import(/* @vite-ignore */ url))[factory](options);
      expect(rebuilt.recipe).toEqual(pipeline.recipe);
      expect(rebuilt.count).toBe(2);
      for (const view of [0, 1]) {
        expect(rendered(rebuilt, photo, { ...key, view })).toEqual(
          rendered(pipeline, photo, { ...key, view }),
        );
      }
    }
  });

  test("draws view i from recipe i, and knows their number as a type", () => {
    const pipeline = views({
      size: 8,
      recipes: [{ solarize: {}, cropArea: [1, 1], cropAspect: [1, 1] }, {}, { flip: 1 }],
    });
    expectTypeOf(pipeline).toEqualTypeOf<ViewPipeline<3>>();
    expect(pipeline.count).toBe(3);
    const white = { width: 5, height: 5, pixels: new Uint8Array(75).fill(255) };
    const [solarized, plain] = [0, 1].map((view) => rendered(pipeline, white, { ...key, view }));
    for (const x of solarized ?? []) expect(x).toBeCloseTo(0, 6);
    for (const x of plain ?? []) expect(x).toBeCloseTo(1, 6);
  });

  test("fills any view of any picture with finite values in [0, 1]", () => {
    const side = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 300 }));
    const pipelines = [1, 2, 17, 40].flatMap((size) => [
      simclrViews({ size, blur: { probability: 1, kernelSize: 23 }, strength: 2 }),
      byolViews({ size, jitter: { definition: "byol" } }),
      byolViews({
        size,
        jitter: { definition: "simclr", saturation: 3 },
        cropSampler: "torchvision",
      }),
    ]);
    const check = (of: Picture, sample: number, pipeline: ViewPipeline) => {
      for (const view of [0, 1]) {
        const values = rendered(pipeline, of, { ...key, sample, view });
        expect(values.every((x) => x >= 0 && x <= 1)).toBe(true); // false for NaN
      }
    };
    fc.assert(
      fc.property(
        side,
        side,
        fc.nat(),
        fc.constantFrom(...pipelines),
        (width, height, sample, pipeline) => check(noise(width, height), sample, pipeline),
      ),
      { seed: 0, numRuns: 150 },
    );
    for (const pipeline of pipelines) {
      for (const [width, height] of [
        [1, 1],
        [1, 1000],
        [1000, 3],
        [2, 2],
      ] as const) {
        check(noise(width, height), 5, pipeline);
      }
    }
  });

  test("says by how much a picture may be reduced: no crop becomes smaller than the view", () => {
    const photograph = { width: 4000, height: 3000 };
    const least = Math.sqrt(0.08 * 4000 * 3000 * 0.75);
    for (const size of [8, 64, 224, 500, 900]) {
      const wanted = Math.max(1, Math.floor(least / size));
      expect(simclrViews({ size }).reducible?.(photograph)).toBe(wanted);
    }
    const both = views({ size: 64, recipes: [{ cropSampler: "central" }, { cropArea: [0.5, 1] }] });
    expect(both.reducible?.({ width: 640, height: 640 })).toBe(6); // of √(640² · 0.5 · 0.75) = 391
    const whole = views({ size: 64, recipes: [{ cropSampler: "central" }] });
    expect(whole.reducible?.({ width: 900, height: 640 })).toBe(10);
    expect(whole.reducible?.({ width: 3, height: 2 })).toBe(1);
    expect(evaluationView({ size: 224 }).reducible?.({ width: 1024, height: 600 })).toBe(2);
    expect(evaluationView({ size: 32 }).reducible?.({ width: 1024, height: 600 })).toBe(18);
  });

  test("cuts no smaller crop than it says", () => {
    const of = { width: 301, height: 200 };
    for (const cropSampler of ["torchvision", "tensorflow", "byol", "central"] as const) {
      const recipe = completeRecipe("test: ", { cropSampler, cropAspect: [0.5, 1.5] }, 32);
      const least = leastSide(recipe, of);
      const random = randomStream({ seed: 0, purpose: "test" });
      for (let i = 0; i < 5000; i++) {
        const { crop } = drawView(recipe, of, random);
        expect(Math.min(crop.width, crop.height)).toBeGreaterThan(least - 1); // sides are rounded
      }
    }
  });

  test("writes only its own slot of a batch", () => {
    const pipeline = simclrViews({ size: 4 });
    const batch = new Float32Array(3 * 48).fill(9);
    pipeline.render(photo, key, batch.subarray(48, 96));
    expect([batch.subarray(0, 48), batch.subarray(96)].every((s) => s.every((x) => x === 9))).toBe(
      true,
    );
    expect(batch.subarray(48, 96).every((x) => x <= 1)).toBe(true);
  });

  test("names the field that is wrong", () => {
    const bad =
      (recipe: unknown): (() => unknown) =>
      () =>
        views({ size: 8, recipes: [{}, recipe] } as ViewsOptions);
    expect(bad({ flip: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: views: recipes[1].flip must be a number in [0, 1]; got 2.]`,
    );
    expect(bad({ flip: Number.NaN })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: views: recipes[1].flip must be a number in [0, 1]; got NaN.]`,
    );
    expect(bad({ cropArea: [0, 1] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: views: recipes[1].cropArea must be [low, high], 0 < low ≤ high ≤ 1; got [0,1].]`,
    );
    expect(bad({ cropArea: [0.5, 1.5] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: views: recipes[1].cropArea must be [low, high], 0 < low ≤ high ≤ 1; got [0.5,1.5].]`,
    );
    expect(bad({ cropAspect: [2, 1] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: views: recipes[1].cropAspect must be [low, high], 0 < low ≤ high; got [2,1].]`,
    );
    expect(bad({ cropSampler: "uniform" })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: views: recipes[1].cropSampler must be one of "torchvision", "tensorflow", "byol", "central"; got "uniform".]`,
    );
    expect(bad({ jitter: { hue: 0.6 } })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: views: recipes[1].jitter.hue must be a number in [0, 0.5]; got 0.6.]`,
    );
    expect(bad({ jitter: { colour: 1 } })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: views: recipes[1].jitter must have no fields but probability, brightness, contrast, saturation, hue, definition; got "colour".]`,
    );
    expect(bad({ jitter: true })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: views: recipes[1].jitter must be an object; got true.]`,
    );
    expect(bad({ blur: { kernelSize: 4 } })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: views: recipes[1].blur.kernelSize must be an odd integer; got 4.]`,
    );
    expect(bad({ blur: { sigma: 1 } })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: views: recipes[1].blur.sigma must be [low, high], 0 < low ≤ high; got 1.]`,
    );
    expect(bad({ solarize: { threshold: -1 } })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: views: recipes[1].solarize.threshold must be a number in [0, 1]; got -1.]`,
    );
    expect(
      bad({ normalize: { mean: [0, 0, 0], std: [1, 0, 1] } }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: views: recipes[1].normalize.std must be three positive numbers; got [1,0,1].]`,
    );
    expect(bad(null)).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: views: recipes[1] must be an object; got null.]`,
    );
    expect(bad({ crop: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: views: recipes[1] must have no fields but cropArea, cropAspect, cropSampler, interpolation, flip, jitter, greyscale, greyscaleFirst, blur, solarize, normalize; got "crop".]`,
    );
    expect(() => views({ size: 8, recipes: [] })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: views: recipes must be a list of at least one; got [].]`,
    );
    expect(() => views({ size: 8.5, recipes: [{}] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: views: size must be an integer in [1, 16384] pixels; got 8.5.]`,
    );
  });

  test("names what is wrong with a picture, a key or the place to write", () => {
    const pipeline = views({ size: 4, recipes: [{}] });
    const into = new Float32Array(48);
    const rgba = { width: 2, height: 2, pixels: new Uint8Array(16) };
    expect(() => pipeline.render(rgba, key, into)).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: views: picture.pixels must have 2 * 2 * 3 = 12 bytes; got 16. A picture is interleaved red, green and blue, without alpha.]`,
    );
    const empty = { width: 0, height: 2, pixels: new Uint8Array(0) };
    expect(() => pipeline.render(empty, key, into)).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: views: picture.width must be a positive integer; got 0.]`,
    );
    expect(() =>
      pipeline.render(photo, key, new Float32Array(47)),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: views: into must have length 48, one view; got 47.]`,
    );
    expect(() =>
      pipeline.render(photo, { ...key, view: 1 }, into),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: views: key.view must be an integer in [0, 1); got 1.]`,
    );
    expect(() =>
      pipeline.render(photo, { ...key, seed: -1 }, into),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: randomStream: seed must be an integer in [0, 2^32); got -1.]`,
    );
  });
});
