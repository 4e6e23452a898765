import { type Picture, randomStream } from "@unlabeled/core";
import { describe, expect, test } from "vitest";
import { PICTURES } from "../../fixtures/bytes.ts";
import { views } from "../views.ts";
import { applyPolicy } from "./apply-policy.ts";
import { drawPolicy } from "./draw-policy.ts";
import { noisyStudentViews } from "./noisy-student-views.ts";
import { randAugment } from "./rand-augment.ts";
import { smallPictureViews } from "./small-picture-views.ts";

const wide = PICTURES.wide as Picture;
const square: Picture = { width: 16, height: 16, pixels: wide.pixels.slice(0, 768) };
const key = { seed: 0, epoch: 0, sample: 0, view: 0 };
const rendered = (pipeline: ReturnType<typeof smallPictureViews>, picture: Picture, sample = 0) => {
  const into = new Float32Array(pipeline.height * pipeline.width * 3);
  pipeline.render(picture, { ...key, sample }, into);
  return into;
};
const bytes = (floats: Float32Array) => [...floats].map((x) => Math.round(x * 255));

describe("smallPictureViews", () => {
  test("has the code's constants for 32 px, and others in proportion", () => {
    const { options } = smallPictureViews().recipe;
    const policy = randAugment({ magnitude: 5, translate: 4, cutout: 4 });
    expect(options).toEqual({
      size: 32,
      policy,
      cutout: 8,
      padding: 4,
      flip: 0.5,
      normalize: false,
    });
    expect(smallPictureViews({ size: 48 }).recipe.options).toMatchObject({
      policy: randAugment({ magnitude: 5, translate: 6, cutout: 6 }),
      cutout: 12,
    });
  });

  test("moves pictures by up to the padding, mirrored at the border, equally often", () => {
    const pipeline = smallPictureViews({ size: 16, policy: false, cutout: 0, padding: 2, flip: 0 });
    // A picture that tells its place: red is the column, green the row.
    const place = { ...square, pixels: new Uint8Array(768) };
    for (let i = 0; i < 256; i++) place.pixels.set([i % 16, Math.floor(i / 16), 0], 3 * i);
    const counts = new Map<string, number>();
    for (let sample = 0; sample < 2500; sample++) {
      const view = bytes(rendered(pipeline, place, sample));
      const [x, y] = [(view[3 * 136] as number) - 8, (view[3 * 136 + 1] as number) - 8]; // pixel (8, 8)
      counts.set(`${x},${y}`, (counts.get(`${x},${y}`) ?? 0) + 1);
      expect(view[0]).toBe(Math.abs(x)); // the first column is mirrored around column 0
    }
    expect(counts.size).toBe(25);
    for (const count of counts.values()) expect(Math.abs(count - 100)).toBeLessThan(50);
  });

  test("covers a grey box around any pixel, before the crop and the mirror", () => {
    const options = { size: 16, policy: false, padding: 0, flip: 0 } as const;
    const black = { ...square, pixels: new Uint8Array(768) };
    const areas = Array.from({ length: 300 }, (_, sample) => {
      const view = bytes(rendered(smallPictureViews(options), black, sample));
      expect(view.every((value) => value === 0 || value === 128)).toBe(true);
      return view.filter((value) => value === 128).length / 3;
    });
    expect(Math.max(...areas)).toBe(64); // 8 x 8
    expect(Math.min(...areas)).toBeLessThanOrEqual(25); // hangs over a corner
  });

  test("mirrors half of the views, and normalizes", () => {
    const plain = { size: 16, policy: false, cutout: 0, padding: 0 } as const;
    const own = rendered(smallPictureViews({ ...plain, flip: 0 }), square).join();
    const pipeline = smallPictureViews(plain);
    const kept = Array.from({ length: 400 }, (_, i) => rendered(pipeline, square, i).join());
    expect(Math.abs(kept.filter((view) => view === own).length - 200)).toBeLessThan(50);
    const scale = { mean: [0.5, 0.25, 0], std: [0.5, 0.25, 2] } as const;
    const scaled = rendered(smallPictureViews({ ...plain, flip: 0, normalize: scale }), square);
    for (let i = 0; i < 768; i++) {
      const value = (square.pixels[i] as number) / 255;
      const [mean, std] = [scale.mean[i % 3] as number, scale.std[i % 3] as number];
      expect(scaled[i]).toBeCloseTo((value - mean) / std, 5);
    }
  });

  test("is a pure function of picture and key, and is made again from its recipe", () => {
    const pipeline = smallPictureViews({ size: 16 });
    const again = smallPictureViews(JSON.parse(JSON.stringify(pipeline.recipe.options)));
    const first = Array.from({ length: 20 }, (_, sample) => rendered(pipeline, square, sample));
    for (const sample of [19, 3, 0]) {
      expect(rendered(again, square, sample)).toEqual(first[sample]);
    }
    expect(new Set(first.map((view) => view.join())).size).toBe(20);
  });

  test("names what is wrong", () => {
    expect(() => smallPictureViews({ padding: 32 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: smallPictureViews: padding must be an integer in [0, 31]; got 32.]`,
    );
    const odd = { ...randAugment(), choices: [[{ operation: "blur" }]] };
    expect(() => smallPictureViews({ policy: odd as never })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: smallPictureViews: policy.choices[0][0].operation must be one of "identity", "autoContrast", "equalize", "invert", "flip", "rotate", "posterize", "solarize", "solarizeAdd", "colour", "contrast", "brightness", "sharpness", "shearX", "shearY", "translateX", "translateY", "cutout"; got "blur".]`,
    );
    const none = { ...randAugment(), choices: [[{ operation: "invert", probability: 2 }]] };
    expect(() => smallPictureViews({ policy: none as never })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: smallPictureViews: policy.choices[0][0].probability must be a number in [0, 1]; got 2.]`,
    );
    expect(() => rendered(smallPictureViews(), square)).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: smallPictureViews: picture must be 32 x 32 pixels, the size; got 16 x 16. For larger ones there is noisyStudentViews.]`,
    );
    const pipeline = smallPictureViews({ size: 16 });
    const into = new Float32Array(768);
    expect(() =>
      pipeline.render(square, { ...key, view: 1 }, into),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: smallPictureViews: key.view must be 0, the only view; got 1.]`,
    );
    expect(() =>
      pipeline.render(square, key, new Float32Array(7)),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: smallPictureViews: into must have length 768, one view; got 7.]`,
    );
  });
});

describe("noisyStudentViews", () => {
  test("is the crop, truncated to bytes, then the policy", () => {
    const policy = randAugment({ magnitude: 9, translate: 5, cutout: 3 });
    const pipeline = noisyStudentViews({ size: 12, policy });
    const crops = views({
      size: 12,
      recipes: [{ cropSampler: "tensorflow", interpolation: "bicubic", flip: 0.5 }],
    });
    for (let sample = 0; sample < 30; sample++) {
      const crop = new Float32Array(432);
      crops.render(wide, { ...key, sample }, crop);
      const pixels = Uint8Array.from(crop, (x) => Math.trunc(x * 255 + 0.05));
      const random = randomStream({ seed: 0, purpose: "policy", sample });
      const drawn = drawPolicy(policy, random);
      const expected = applyPolicy({ width: 12, height: 12, pixels }, { policy, drawn });
      expect(bytes(rendered(pipeline, wide, sample))).toEqual([...expected.pixels]);
    }
  });

  test("has the paper's parameters, and is made again from its recipe", () => {
    const pipeline = noisyStudentViews({ size: 10 });
    const options = JSON.parse(JSON.stringify(pipeline.recipe.options));
    expect(options).toEqual({
      size: 10,
      policy: randAugment({ magnitude: 27 }),
      cropArea: [0.08, 1],
      interpolation: "bicubic",
      flip: 0.5,
      normalize: false,
    });
    expect(rendered(noisyStudentViews(options), wide)).toEqual(rendered(pipeline, wide));
  });

  test("names what is wrong", () => {
    expect(() => noisyStudentViews({ size: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: noisyStudentViews: size must be an integer in [1, 16384] pixels; got 0.]`,
    );
    expect(() => noisyStudentViews({ size: 8, flip: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: noisyStudentViews: flip must be a number in [0, 1]; got 2.]`,
    );
    const typo = { size: 8, magnitude: 3 };
    expect(() => noisyStudentViews(typo)).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: noisyStudentViews: options must have no fields but size, policy, cropArea, interpolation, flip, normalize; got "magnitude".]`,
    );
  });
});
