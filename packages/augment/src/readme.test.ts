import { byolViews, evaluationView, simclrViews } from "@unlabeled/augment";
import { expect, test } from "vitest";

test("the README's example runs", () => {
  // A picture is interleaved red, green and blue bytes; here a ramp of 40 x 30 pixels.
  const [width, height] = [40, 30];
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => i % 251);
  const picture = { width, height, pixels };

  const simclr = simclrViews({ size: 32, strength: 0.5, blur: false }); // the paper's for CIFAR-10
  const byol = byolViews({ size: 32, blur: false, cropArea: [0.2, 1] }); // any parameter can be given
  const view = new Float32Array(32 * 32 * 3); // [32, 32, 3], in [0, 1]
  simclr.render(picture, { seed: 0, epoch: 0, sample: 0, view: 0 }, view);
  const first = view.slice();
  byol.render(picture, { seed: 0, epoch: 0, sample: 0, view: 1 }, view); // solarized, now and then
  expect(view).not.toEqual(first);

  const central = evaluationView({ size: 32 }); // no chance: the key does not matter
  central.render(picture, { seed: 0, epoch: 0, sample: 0, view: 0 }, view);
  const saved = JSON.stringify(byol.recipe); // a pipeline is data: url, factory, options
  expect(JSON.parse(saved).factory).toBe("views");
  expect(first.every((x) => x >= 0 && x <= 1)).toBe(true);
});
