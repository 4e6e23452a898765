import { describe, expect, test } from "vitest";
import { crop, fixture, floats, levels, picture } from "../../fixtures/torchvision.ts";
import { completeRecipe } from "../recipes/complete-recipe.ts";
import type { ViewRecipe } from "../recipes/view-recipe.ts";
import type { ColourStep, ViewParameters } from "../render/view-parameters.ts";
import { planes } from "./planes.ts";
import { referenceRenderer } from "./reference-renderer.ts";

const SIZE = 22;
const photo = picture(fixture.photo);

function rendered(recipe: ViewRecipe, drawn: ViewParameters, size = SIZE): Float32Array {
  const into = new Float32Array(size * size * 3);
  referenceRenderer(completeRecipe("test: ", recipe, size), planes(size, size))(photo, drawn, into);
  return into;
}

const still = { flip: false, colours: [], greyscale: false, sigma: 0, solarize: false };

describe("referenceRenderer", () => {
  test.for(fixture.views.map((one, index) => [index, one] as const))(
    "makes of view %d's parameters what torchvision's operations make, to 0.02 of a level",
    ([, { drawn, expected }]) => {
      const parameters = {
        ...drawn,
        crop: crop(drawn.crop),
        colours: drawn.colours.map(([change, amount]) => ({ change, amount }) as ColourStep),
      };
      const recipe: ViewRecipe = {
        interpolation: "bicubic",
        jitter: {},
        blur: { kernelSize: 5 },
        solarize: {},
      };
      const { mean, worst } = levels(rendered(recipe, parameters), floats(expected));
      expect(mean).toBeLessThan(0.02);
      expect(worst).toBeLessThan(0.1);
    },
  );

  test("means by brightness what the definition says", () => {
    const whole = { ...still, crop: { left: 30, top: 5, width: 1, height: 1 } };
    const colours = [{ change: "brightness", amount: 0.25 }] as const;
    const [before = 0] = rendered({}, whole, 1);
    const after = (definition: "torchvision" | "simclr" | "byol") =>
      rendered({ jitter: { definition } }, { ...whole, colours }, 1)[0];
    expect(after("torchvision")).toBeCloseTo(0.25 * before, 6);
    expect(after("simclr")).toBeCloseTo(0.25 * before, 6);
    expect(after("byol")).toBeCloseTo(Math.min(before + 0.25, 1), 6);
  });

  test("means by contrast and saturation what the definition says", () => {
    const one = { ...still, crop: { left: 30, top: 5, width: 1, height: 1 } };
    const pixel = rendered({}, one, 1);
    const [high, low] = [Math.max(...pixel), Math.min(...pixel)];
    const after = (definition: "torchvision" | "simclr" | "byol", change: ColourStep["change"]) =>
      rendered({ jitter: { definition } }, { ...one, colours: [{ change, amount: 0 }] }, 1);
    const luma = 0.2989 * (pixel[0] ?? 0) + 0.587 * (pixel[1] ?? 0) + 0.114 * (pixel[2] ?? 0);
    expect(high - low).toBeGreaterThan(0.1);
    for (const x of after("torchvision", "contrast")) expect(x).toBeCloseTo(luma, 5);
    for (const x of after("torchvision", "saturation")) expect(x).toBeCloseTo(luma, 5);
    for (const definition of ["simclr", "byol"] as const) {
      // Of one pixel, each channel is its own mean; without saturation all channels are the value.
      expect(levels(after(definition, "contrast"), pixel).worst).toBeLessThan(0.001);
      for (const x of after(definition, "saturation")) expect(x).toBeCloseTo(high, 5);
    }
  });

  test("normalizes last", () => {
    const drawn = { ...still, crop: { left: 4, top: 4, width: 20, height: 20 }, solarize: true };
    const recipe: ViewRecipe = { solarize: {} };
    const plain = rendered(recipe, drawn);
    const scaled = rendered(
      { ...recipe, normalize: { mean: [0.5, 0.25, 0], std: [0.5, 2, 4] } },
      drawn,
    );
    const expected = plain.map((x, i) => {
      const mean = [0.5, 0.25, 0][i % 3] as number;
      return (x - mean) / ([0.5, 2, 4][i % 3] as number);
    });
    expect(levels(scaled, expected).worst).toBeLessThan(0.001);
  });
});
