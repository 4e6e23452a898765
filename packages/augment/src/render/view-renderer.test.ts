import { type Picture, randomStream } from "@unlabeled/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { crop, fixture, floats, levels, picture } from "../../fixtures/torchvision.ts";
import { completeRecipe } from "../recipes/complete-recipe.ts";
import type { ViewRecipe } from "../recipes/view-recipe.ts";
import { planes } from "../reference/planes.ts";
import { referenceRenderer } from "../reference/reference-renderer.ts";
import { drawView } from "./draw-view.ts";
import type { ColourStep, ViewParameters } from "./view-parameters.ts";
import { viewRenderer } from "./view-renderer.ts";

const photo = picture(fixture.photo);

function rendered(recipe: ViewRecipe, of: Picture, drawn: ViewParameters, size: number) {
  const into = new Float32Array(size * size * 3).fill(Number.NaN);
  viewRenderer(completeRecipe("test: ", recipe, size), size)(of, drawn, into);
  return into;
}

function wanted(recipe: ViewRecipe, of: Picture, drawn: ViewParameters, size: number) {
  const into = new Float32Array(size * size * 3);
  const complete = completeRecipe("test: ", recipe, size);
  referenceRenderer(complete, planes(size, size))(of, drawn, into);
  return into;
}

const still = { flip: false, colours: [], greyscale: false, sigma: 0, solarize: false };

describe("viewRenderer", () => {
  test.for(fixture.views.map((one, index) => [index, one] as const))(
    "makes of view %d's parameters what torchvision's operations make, to 0.04 of a level",
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
      const { mean, worst } = levels(rendered(recipe, photo, parameters, 22), floats(expected));
      expect(mean).toBeLessThan(0.04);
      expect(worst).toBeLessThan(0.3);
    },
  );

  test("makes of any recipe's draws what the definition makes", () => {
    const definition = fc.constantFrom("torchvision", "simclr", "byol");
    const recipes = fc.record({
      interpolation: fc.constantFrom("bilinear", "bicubic"),
      flip: fc.constant(0.5),
      jitter: fc.record({
        brightness: fc.double({ min: 0.1, max: 0.6, noNaN: true }),
        contrast: fc.double({ min: 0, max: 0.9, noNaN: true }),
        saturation: fc.double({ min: 0, max: 0.9, noNaN: true }),
        hue: fc.double({ min: 0, max: 0.5, noNaN: true }),
        definition,
      }),
      greyscale: fc.constant(0.3),
      greyscaleFirst: fc.boolean(),
      blur: fc.record({
        probability: fc.constant(0.5),
        kernelSize: fc.integer({ min: 0, max: 16 }).map((reach) => 2 * reach + 1),
      }),
      solarize: fc.record({ probability: fc.constant(0.3) }),
      normalize: fc.constantFrom(false, { mean: [0.5, 0.4, 0.3], std: [0.2, 0.3, 0.4] }),
    }) as fc.Arbitrary<ViewRecipe>;
    const size = fc.integer({ min: 1, max: 70 });
    fc.assert(
      fc.property(recipes, size, fc.nat(), (recipe, side, sample) => {
        const random = randomStream({ seed: 1, purpose: "test", sample });
        const drawn = drawView(completeRecipe("test: ", recipe, side), photo, random);
        const [ours, theirs] = [rendered, wanted].map((make) => make(recipe, photo, drawn, side));
        // Where a value is at the threshold, rounding decides whether it is inverted.
        const factor = recipe.normalize ? 0.2 : 1;
        const { mean, worst } = levels(ours as Float32Array, theirs as Float32Array);
        expect(mean * factor).toBeLessThan(0.05);
        if (!drawn.solarize) expect(worst * factor).toBeLessThan(0.5);
      }),
      { seed: 0, numRuns: 400 },
    );
  });

  test("has two contrasts, and changes before, between and behind them", () => {
    const drawn: ViewParameters = {
      ...still,
      crop: { left: 3, top: 2, width: 40, height: 30 },
      colours: [
        { change: "brightness", amount: 1.2 },
        { change: "contrast", amount: 0.6 },
        { change: "hue", amount: 0.2 },
        { change: "contrast", amount: 1.5 },
        { change: "saturation", amount: 0.5 },
      ],
    };
    for (const sigma of [0, 1.3]) {
      for (const definition of ["torchvision", "byol"] as const) {
        const recipe: ViewRecipe = { jitter: { definition }, blur: { kernelSize: 7 } };
        const [ours, theirs] = [rendered, wanted].map((make) =>
          make(recipe, photo, { ...drawn, sigma }, 19),
        );
        expect(levels(ours as Float32Array, theirs as Float32Array).worst).toBeLessThan(0.1);
      }
    }
  });
});
