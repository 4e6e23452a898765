import { randomStream } from "@unlabeled/core";
import { describe, expect, test } from "vitest";
import { fixture } from "../../fixtures/torchvision.ts";
import { completeRecipe } from "../recipes/complete-recipe.ts";
import type { ViewRecipe } from "../recipes/view-recipe.ts";
import { drawView } from "./draw-view.ts";
import type { ViewParameters } from "./view-parameters.ts";

const DRAWS = 20000;

function drawn(recipe: ViewRecipe, draws: number = DRAWS): ViewParameters[] {
  const complete = completeRecipe("test: ", recipe, 224);
  const random = randomStream({ seed: 0, purpose: "test" });
  return Array.from({ length: draws }, () => drawView(complete, { width: 64, height: 64 }, random));
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const share = (views: readonly ViewParameters[], holds: (view: ViewParameters) => boolean) =>
  views.filter(holds).length / views.length;
/** Five standard errors of a share p. */
const slack = (p: number) => 5 * Math.sqrt((p * (1 - p)) / DRAWS);

describe("drawView", () => {
  const views = drawn({
    flip: 0.5,
    greyscale: 0.2,
    jitter: { probability: 0.8, brightness: 0.4, contrast: 1.5, saturation: 0.2, hue: 0.1 },
    blur: { probability: 0.1 },
    solarize: { probability: 0.3 },
  });

  test("does each thing as often as its probability says", () => {
    expect(Math.abs(share(views, (v) => v.flip) - 0.5)).toBeLessThan(slack(0.5));
    expect(Math.abs(share(views, (v) => v.greyscale) - 0.2)).toBeLessThan(slack(0.2));
    expect(Math.abs(share(views, (v) => v.colours.length > 0) - 0.8)).toBeLessThan(slack(0.8));
    expect(Math.abs(share(views, (v) => v.sigma > 0) - 0.1)).toBeLessThan(slack(0.1));
    expect(Math.abs(share(views, (v) => v.solarize) - 0.3)).toBeLessThan(slack(0.3));
  });

  test("draws amounts uniformly from their ranges, factors never below 0", () => {
    const ranges = {
      brightness: [0.6, 1.4],
      contrast: [0, 2.5],
      saturation: [0.8, 1.2],
      hue: [-0.1, 0.1],
    };
    for (const [change, [low = 0, high = 0]] of Object.entries(ranges)) {
      const amounts = views
        .flatMap((v) => v.colours.filter((c) => c.change === change))
        .map((c) => c.amount);
      expect(Math.min(...amounts)).toBeGreaterThanOrEqual(low);
      expect(Math.max(...amounts)).toBeLessThan(high);
      const [centre, spread] = [(low + high) / 2, (high - low) / Math.sqrt(12)];
      expect(Math.abs(mean(amounts) - centre)).toBeLessThan(
        (5 * spread) / Math.sqrt(amounts.length),
      );
      const variance = mean(amounts.map((x) => (x - centre) ** 2));
      expect(Math.sqrt(variance) / spread).toBeCloseTo(1, 1.5);
    }
    const sigmas = views.map((v) => v.sigma).filter((sigma) => sigma > 0);
    expect(Math.min(...sigmas)).toBeGreaterThanOrEqual(0.1);
    expect(Math.abs(mean(sigmas) - 1.05)).toBeLessThan((5 * 0.55) / Math.sqrt(sigmas.length));
  });

  test("takes all 24 orders of the colours equally often", () => {
    const counts = new Map<string, number>();
    const jittered = views.filter((v) => v.colours.length > 0);
    for (const { colours } of jittered) {
      const order = colours.map((c) => c.change).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    const expected = jittered.length / 24;
    const chiSquare = [...counts.values()].reduce(
      (sum, n) => sum + (n - expected) ** 2 / expected,
      0,
    );
    expect(counts.size).toBe(24);
    expect(chiSquare).toBeLessThan(53); // 0.9995 quantile for 23 degrees of freedom: 50.8
  });

  test("draws amounts and orders as torchvision does, over 100,000 draws", () => {
    const { draws, before, first, ...peers } = fixture.jitters;
    const views = drawn(
      { jitter: { brightness: 0.8, contrast: 0.4, saturation: 1.5, hue: 0.2 }, blur: {} },
      draws,
    );
    const amounts = (of: string) =>
      of === "sigma"
        ? views.map((v) => v.sigma)
        : views.map((v) => v.colours.find((c) => c.change === of)?.amount as number);
    // Five standard errors of the difference of two samples.
    const tolerance = 5 * Math.sqrt(2 / draws);
    for (const [name, peer] of Object.entries(peers)) {
      const ours = amounts(name);
      expect(Math.abs(mean(ours) - peer.mean)).toBeLessThan(tolerance * peer.deviation);
      const centre = mean(ours);
      const variance = mean(ours.map((x) => (x - centre) ** 2));
      expect(Math.abs(Math.sqrt(variance) / peer.deviation - 1)).toBeLessThan(tolerance);
      const edge = 0.001 * (peer.most - peer.least);
      const [least, most] = [Math.min, Math.max].map((of) => ours.reduce((a, b) => of(a, b)));
      expect(Math.abs((least as number) - peer.least)).toBeLessThan(edge);
      expect(Math.abs((most as number) - peer.most)).toBeLessThan(edge);
    }
    const place = (view: ViewParameters, change: string) =>
      view.colours.findIndex((c) => c.change === change);
    for (const [pair, peer] of Object.entries(before)) {
      const [a = "", b = ""] = pair.split(" ");
      const ours = share(views, (v) => place(v, a) < place(v, b));
      expect(Math.abs(ours - peer)).toBeLessThan(tolerance * 0.5);
    }
    for (const [change, peer] of Object.entries(first)) {
      const ours = share(views, (v) => place(v, change) === 0);
      expect(Math.abs(ours - peer)).toBeLessThan(tolerance * 0.45);
    }
  });

  test("leaves out changes of strength 0, and adds BYOL's brightness around 0", () => {
    const additive = drawn({ jitter: { brightness: 0.4, definition: "byol" } });
    for (const { colours } of additive) {
      expect(colours.map((c) => c.change)).toEqual(["brightness"]);
      expect(Math.abs(colours[0]?.amount as number)).toBeLessThanOrEqual(0.4);
    }
    expect(Math.abs(mean(additive.map((v) => v.colours[0]?.amount as number)))).toBeLessThan(0.01);
  });

  test("does nothing that its recipe leaves out", () => {
    for (const view of drawn({}).slice(0, 200)) {
      expect(view).toMatchObject({
        flip: false,
        colours: [],
        greyscale: false,
        sigma: 0,
        solarize: false,
      });
    }
  });
});
