import { expect, test } from "vitest";
import { fixture, picture } from "../../fixtures/torchvision.ts";
import { evaluationView } from "../evaluation-view.ts";
import { corrupt } from "./corrupt.ts";
import { corruptedView } from "./corrupted-view.ts";

const photo = picture(fixture.photo);
const key = { seed: 0, epoch: 0, sample: 7, view: 0 };

function rendered(view: ReturnType<typeof evaluationView>, sample = 7): Float32Array {
  const into = new Float32Array(view.height * view.width * 3);
  view.render(photo, { ...key, sample }, into);
  return into;
}

test("is the corruption of the evaluation view's bytes", () => {
  const plain = Uint8Array.from(rendered(evaluationView({ size: 24 })), (x) => Math.round(255 * x));
  const crop = { width: 24, height: 24, pixels: plain };
  const options = { corruption: "gaussianNoise", severity: 3, seed: 5 } as const;
  const { pixels } = corrupt(crop, { ...options, sample: 7, table: "small" });
  const view = corruptedView({ size: 24, ...options });
  expect(rendered(view)).toEqual(Float32Array.from(pixels, (byte) => byte / 255));
  expect(rendered(view, 8)).not.toEqual(rendered(view));
});

test("has the table of its size, and the same view again from its recipe", async () => {
  const { recipe } = corruptedView({ size: 65, corruption: "fog", severity: 1 });
  expect(recipe.options).toMatchObject({ table: "imagenet", seed: 0, crop: 0.875 });
  const view = corruptedView({
    ...{ size: 16, corruption: "fog", severity: 2 },
    normalize: { mean: [0.5, 0.5, 0.5], std: [0.2, 0.2, 0.2] },
  });
  expect(view.recipe.options).toMatchObject({ table: "small" });
  const module = await import(/* @vite-ignore */ view.recipe.url);
  const again = module[view.recipe.factory](view.recipe.options);
  expect(rendered(again)).toEqual(rendered(view));
});

test("normalizes behind the corruption", () => {
  const options = { size: 16, corruption: "contrast", severity: 4 } as const;
  const plain = rendered(corruptedView(options));
  const normalize = { mean: [0.5, 0.4, 0.3], std: [0.2, 0.2, 0.2] } as const;
  const values = rendered(corruptedView({ ...options, normalize }));
  values.forEach((value, i) => {
    const mean = normalize.mean[i % 3] as number;
    expect(value).toBeCloseTo(((plain[i] as number) - mean) / 0.2, 4);
  });
});

test("names what is wrong", () => {
  const options = { size: 16, corruption: "fog", severity: 2 } as const;
  expect(() => corruptedView({ ...options, severity: 6 as 5 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: corruptedView: severity must be an integer in [1, 5]; got 6.]`,
  );
  expect(() =>
    corruptedView({ ...options, corruption: "rain" as "fog" }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: corruptedView: corruption must be one of "gaussianNoise", "shotNoise", "impulseNoise", "defocusBlur", "glassBlur", "motionBlur", "zoomBlur", "snow", "frost", "fog", "brightness", "contrast", "elasticTransform", "pixelate", "jpegCompression"; got "rain".]`,
  );
  expect(() => corruptedView({ ...options, sized: 3 } as typeof options)).toThrow("sized");
});
