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

import {
  applyPolicy,
  drawPolicy,
  noisyStudentViews,
  randAugment,
  rotate,
} from "@unlabeled/augment";
import { randomStream } from "@unlabeled/core";

const picture = {
  width: 40,
  height: 30,
  pixels: Uint8Array.from({ length: 40 * 30 * 3 }, (_, i) => i % 251),
};

test("the README's policies run", () => {
  const view = new Float32Array(32 * 32 * 3);
  const turned = rotate(picture, 30, { fill: 128 }); // a new picture of the same size
  const policy = randAugment({ magnitude: 15 }); // B4's; data, as is what is drawn from it
  const drawn = drawPolicy(policy, randomStream({ seed: 0, purpose: "policy", sample: 17 }));
  const augmented = applyPolicy(picture, { policy, drawn }); // a pure function of these three
  expect(turned.pixels[0]).toBe(128);
  expect(augmented.pixels).not.toEqual(picture.pixels);

  const student = noisyStudentViews({ size: 32, policy }); // crop, mirror image, then the policy
  student.render(picture, { seed: 0, epoch: 0, sample: 17, view: 0 }, view);
  expect(view.every((x) => x >= 0 && x <= 1)).toBe(true);
});

import { detectionViews } from "@unlabeled/augment";

test("the README's detection runs", () => {
  const box = { left: 4, top: 6, width: 20, height: 12 }; // pixels
  const scene = { picture, objects: [{ box, category: 0 }] }; // and mask: a class a pixel, 255 ignored
  const s4 = detectionViews({ policy: "S4", size: 64, stride: 32, pixelScale: 40 / 640 });
  const { image, objects } = s4.render(scene, { seed: 0, epoch: 0, sample: 0, view: 0 });
  expect(image).toHaveLength(64 * 64 * 3);
  expect(objects[0]?.box.width).toBeLessThanOrEqual(64);
});

import { cutMix, drawCutMix, drawMixup, mixup, multiCropViews } from "@unlabeled/augment";

test("the README's batches run", () => {
  const batch = { images: new Float32Array(8 * 32 * 32 * 3), labels: new Float32Array(8 * 10) };
  batch.labels.fill(0.1);
  const random = randomStream({ seed: 0, purpose: "mix", epoch: 0, sample: 3 }); // a stream a batch
  const mixed = mixup(batch, drawMixup(8, { alpha: 0.2, random }));
  const cut = cutMix(batch, { drawn: drawCutMix(8, { alpha: 1, random }), height: 32, width: 32 });
  for (const label of [...mixed.labels, ...cut.labels]) expect(label).toBeCloseTo(0.1, 6);

  const crops = multiCropViews({ globalSize: 32, localSize: 16, localCount: 4 }); // 6 views
  expect([crops.count, crops.width, crops.sizes?.at(-1)?.width]).toEqual([6, 32, 16]);
});
