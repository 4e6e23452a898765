import type { Picture } from "@unlabeled/core";
import { expect, test } from "vitest";
import { fixture, picture } from "../../fixtures/torchvision.ts";
import { evaluationView } from "../evaluation-view.ts";
import { perturb } from "./perturb.ts";
import { PERTURBATIONS } from "./perturbations.ts";
import { type PerturbedViewOptions, perturbedView } from "./perturbed-view.ts";
import { resizer } from "./resizer.ts";

const photo = picture(fixture.photo);
const key = { seed: 0, epoch: 0, sample: 7, view: 0 };

function rendered(view: ReturnType<typeof evaluationView>, sample = 7): Float32Array {
  const into = new Float32Array(view.height * view.width * 3);
  view.render(photo, { ...key, sample }, into);
  return into;
}

const bytesOf = (view: Float32Array) => Uint8Array.from(view, (x) => Math.round(255 * x));

test("is a strip of frames, each below the one before", () => {
  const options = { perturbation: "rotate", frames: 5, seed: 5 } as const;
  const view = perturbedView({ size: 24, crop: 0.75, ...options });
  expect([view.count, view.height, view.width]).toEqual([1, 5 * 24, 24]);
  const whole = resizer(24, { shorter: 32, interpolation: "bicubic" })(photo);
  const frames = [...perturb(whole, { ...options, sample: 7, table: "small", size: 24 })];
  const expected = frames.flatMap(({ pixels }) => Array.from(pixels, (byte) => byte / 255));
  expect(rendered(view)).toEqual(Float32Array.from(expected));
});

test.for([24, 40])(
  "shows evaluationView's crop of %d pixels where nothing is perturbed",
  (size) => {
    const expected = bytesOf(rendered(evaluationView({ size })));
    for (const perturbation of ["gaussianNoise", "zoomBlur", "rotate", "translate"] as const) {
      const strip = bytesOf(rendered(perturbedView({ size, perturbation, frames: 2 })));
      expect(strip.subarray(0, 3 * size * size)).toEqual(expected);
    }
  },
);

test("tiles of a resized picture join without a seam", () => {
  const square: Picture = { width: 40, height: 40, pixels: photo.pixels.slice(0, 4800) };
  const whole = resizer(17, { shorter: 41, interpolation: "bicubic" })(square);
  const into = new Float32Array(41 * 41 * 3);
  evaluationView({ size: 41, crop: 1 }).render(square, key, into);
  expect(whole).toEqual({ width: 41, height: 41, pixels: bytesOf(into) });
});

test("is the same in any order of calls, and for any epoch and view", () => {
  const view = perturbedView({ size: 16, perturbation: "shotNoise", frames: 3 });
  const first = rendered(view);
  expect(rendered(view, 8)).not.toEqual(first);
  expect(rendered(view)).toEqual(first);
  const into = new Float32Array(first.length);
  view.render(photo, { seed: 3, epoch: 2, sample: 7, view: 0 }, into);
  expect(into).toEqual(first);
});

test("has the table of its size and the benchmark's number of frames, and is made again from its recipe", async () => {
  const large = perturbedView({ size: 65, perturbation: "translate" });
  expect(large.recipe.options).toMatchObject({
    table: "imagenet",
    frames: 41,
    seed: 0,
    crop: 0.875,
  });
  const view = perturbedView({
    ...{ size: 16, perturbation: "snow", seed: 3 },
    normalize: { mean: [0.5, 0.5, 0.5], std: [0.2, 0.2, 0.2] },
  });
  expect(view.recipe.options).toMatchObject({ table: "small", frames: 31 });
  const module = await import(/* @vite-ignore */ view.recipe.url);
  const again = module[view.recipe.factory](JSON.parse(JSON.stringify(view.recipe.options)));
  expect(rendered(again)).toEqual(rendered(view));
});

test("normalizes behind the perturbation", () => {
  const options = { size: 16, perturbation: "brightness", frames: 4 } as const;
  const plain = rendered(perturbedView(options));
  const normalize = { mean: [0.5, 0.4, 0.3], std: [0.2, 0.2, 0.2] } as const;
  const values = rendered(perturbedView({ ...options, normalize }));
  values.forEach((value, i) => {
    const mean = normalize.mean[i % 3] as number;
    expect(value).toBeCloseTo(((plain[i] as number) - mean) / 0.2, 4);
  });
});

test("names what is wrong", () => {
  const of = (options: object) => () =>
    perturbedView({ size: 16, perturbation: "tilt", ...options } as PerturbedViewOptions);
  expect(of({ perturbation: "shear" })).toThrow("perturbedView: perturbation must be one of ");
  expect(of({ frames: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: perturbedView: frames must be an integer in [2, 41]; got 0.]`,
  );
  expect(of({ severity: 3 })).toThrowErrorMatchingInlineSnapshot(
    `[TypeError: perturbedView: options must have no fields but perturbation, frames, seed, table, size, crop, interpolation, normalize; got "severity".]`,
  );
  const view = perturbedView({ size: 16, perturbation: "tilt" });
  expect(() => view.render(photo, key, new Float32Array(768))).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: perturbedView: into must have length 23808, one view; got 768.]`,
  );
  expect(PERTURBATIONS).toHaveLength(10);
});
