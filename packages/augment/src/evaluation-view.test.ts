import type { ViewPipeline } from "@unlabeled/core";
import { describe, expect, test } from "vitest";
import { fixture, floats, levels, picture } from "../fixtures/torchvision.ts";
import { evaluationView } from "./evaluation-view.ts";
import type { Interpolation } from "./recipes/view-recipe.ts";

const photo = picture(fixture.photo);
const key = { seed: 0, epoch: 0, sample: 0, view: 0 };

function rendered(pipeline: ViewPipeline, of = photo): Float32Array {
  const into = new Float32Array(pipeline.height * pipeline.width * 3);
  pipeline.render(of, key, into);
  return into;
}

describe("evaluationView", () => {
  test.for(
    fixture.evaluations.map(
      (one) => [one.size, one.keep, one.interpolation, one.expected] as const,
    ),
  )(
    "of %d px that keeps %d, %s, is torchvision's resize and centre crop to 0.02 of a level",
    ([size, crop, interpolation, expected]) => {
      const view = evaluationView({ size, crop, interpolation: interpolation as Interpolation });
      expect(levels(rendered(view), floats(expected)).worst).toBeLessThan(0.02);
    },
  );

  test("keeps 224/256 of the shorter side above 32 px, and all of it up to there", () => {
    expect(evaluationView({ size: 224 }).recipe.options).toMatchObject({
      crop: 0.875,
      interpolation: "bicubic",
    });
    expect(evaluationView({ size: 33 }).recipe.options).toMatchObject({ crop: 0.875 });
    expect(evaluationView({ size: 32 }).recipe.options).toMatchObject({ crop: 1 });
  });

  test("leaves a picture of its own size as it is", () => {
    const square = { width: 20, height: 20, pixels: photo.pixels.slice(0, 1200) };
    const expected = Float32Array.from(square.pixels, (byte) => byte / 255);
    expect(levels(rendered(evaluationView({ size: 20 }), square), expected).worst).toBeLessThan(
      0.001,
    );
  });

  test("turns portraits as landscapes, and takes any size", () => {
    for (const [width, height] of [
      [1, 1],
      [1, 50],
      [1000, 3],
      [7, 9],
    ] as const) {
      const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 31) % 256);
      const values = rendered(evaluationView({ size: 35 }), { width, height, pixels });
      expect(values.every((x) => x >= 0 && x <= 1)).toBe(true);
    }
  });

  test("ignores the key, and is rebuilt from its recipe", async () => {
    const view = evaluationView({
      size: 16,
      normalize: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
    });
    const { url, factory, options } = JSON.parse(JSON.stringify(view.recipe));
    const rebuilt: ViewPipeline = (await import(/* @vite-ignore */ url))[factory](options);
    const into = new Float32Array(16 * 16 * 3);
    rebuilt.render(photo, { seed: 5, epoch: 1, sample: 3, view: 0 }, into);
    expect(into).toEqual(rendered(view));
    expect(Math.min(...into)).toBeLessThan(-0.5); // normalized
  });

  test("names what is wrong", () => {
    expect(() => evaluationView({ size: 32, crop: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: evaluationView: crop must be a number in (0, 1]; got 0.]`,
    );
    const typo = { size: 32, keep: 0.5 };
    expect(() => evaluationView(typo)).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: evaluationView: options must have no fields but size, crop, interpolation, normalize; got "keep".]`,
    );
    const nearest = { size: 32, interpolation: "nearest" as Interpolation };
    expect(() => evaluationView(nearest)).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: evaluationView: interpolation must be one of "bilinear", "bicubic"; got "nearest".]`,
    );
  });
});
