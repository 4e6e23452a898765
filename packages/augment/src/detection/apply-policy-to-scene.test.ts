import { type Picture, randomStream } from "@unlabeled/core";
import { expect, test } from "vitest";
import { PICTURES } from "../../fixtures/bytes.ts";
import { bottom, extent, overhang, painted, right, shown } from "../../fixtures/scenes.ts";
import { detectionAutoAugment, detectionRandAugment } from "../policies/detection-policies.ts";
import { drawPolicy } from "../policies/draw-policy.ts";
import type { DrawnOperation } from "../policies/policy.ts";
import { randAugment } from "../policies/rand-augment.ts";
import { applyPolicyToScene } from "./apply-policy-to-scene.ts";
import type { Box } from "./scene.ts";

const PAPER = randAugment();

const box: Box = { left: 3, top: 4, width: 9, height: 7 };
const scene = painted(21, 17, [box, { left: 12, top: 9, width: 6, height: 6 }]);

test("has the boxes of the papers' code, which truncates corners, to within two pixels", () => {
  for (const amount of [17, -30, 48]) {
    const drawn: DrawnOperation[] = [{ operation: "rotate", amount }];
    const { objects } = applyPolicyToScene(scene, { policy: PAPER, drawn });
    for (const [i, { box: moved }] of objects.entries()) {
      const code = rotatedByCode(scene.objects[i]?.box as Box, 21, 17, amount);
      for (const side of [overhang(moved, code), overhang(code, moved)]) {
        expect(side).toBeLessThan(2);
      }
    }
  }
});

test("in a box changes the pixels inside it alone, and leaves the boxes", () => {
  const operations = [
    { operation: "translateY", amount: 3 },
    { operation: "flip", amount: 0 },
    { operation: "solarizeAdd", amount: 30 },
    { operation: "cutout", amount: 2, at: [0.5, 0.5] },
  ] as const;
  const noisy = { ...scene, picture: PICTURES.wide as Picture, mask: undefined };
  for (const operation of operations) {
    const drawn = [{ ...operation, box: 0 }];
    const after = applyPolicyToScene(noisy, { policy: PAPER, drawn });
    expect(after.objects).toEqual(noisy.objects);
    const { width, height, pixels } = noisy.picture;
    const changed = extent(width, height, (i) =>
      [0, 1, 2].some((c) => after.picture.pixels[3 * i + c] !== pixels[3 * i + c]),
    ) as Box;
    expect(overhang(changed, box)).toBeLessThanOrEqual(0);
  }
  const drawn = [{ operation: "translateY", amount: 3, box: 0 }] as const;
  const moved = applyPolicyToScene(scene, { policy: PAPER, drawn });
  expect(extent(21, 17, (i) => moved.mask?.[i] === 10)).toEqual({ ...box, top: 7, height: 4 });
  expect(extent(21, 17, (i) => moved.mask?.[i] === 255)).toEqual({ ...box, height: 3 });
  const grey = shown(moved.picture, [128, 128, 128]);
  expect(grey).toEqual({ ...box, height: 3 });
});

test("covers a share of a box, around a place in it, also beyond it", () => {
  const drawn: DrawnOperation[] = [
    { operation: "cutout", amount: 0.75, shareOf: "box", at: [0, 0.999], box: 0 },
  ];
  const { picture } = applyPolicyToScene(scene, { policy: PAPER, drawn });
  // 0.75 * 9 / 2 = 3.4 to either side of x = 3; 0.75 * 7 / 2 = 2.6 of y = 10
  const grey = shown(picture, [128, 128, 128]);
  expect(grey).toEqual({ left: 0, top: 8, width: 6, height: 4 });
});

test("leaves what it is given, and is the same at every call", () => {
  const copy = structuredClone(scene);
  for (const policy of [
    detectionAutoAugment("v1", { pixelScale: 0.05 }),
    detectionRandAugment({ layers: 3 }),
  ]) {
    for (let seed = 0; seed < 60; seed++) {
      const random = randomStream({ seed, purpose: "test" });
      const drawn = drawPolicy(policy, random, { boxCount: 2 });
      const after = applyPolicyToScene(scene, { policy, drawn });
      expect(applyPolicyToScene(scene, { policy, drawn })).toEqual(after);
      expect(after.objects).toHaveLength(2);
    }
  }
  expect(scene).toEqual(copy);
});

test("gives a box that leaves the picture no area", () => {
  const drawn: DrawnOperation[] = [{ operation: "translateX", amount: -40 }];
  const { objects } = applyPolicyToScene(scene, { policy: PAPER, drawn });
  expect(objects.map((one) => one.box.width)).toEqual([0, 0]);
});

/** The papers' arithmetic for a rotated box: y up, around the centre, truncated to whole pixels twice. */
function rotatedByCode(box: Box, width: number, height: number, degrees: number): Box {
  const radians = (degrees * Math.PI) / 180;
  const rows = [box.top, bottom(box)].map((y) => -Math.trunc(height * (y / height - 0.5)));
  const columns = [box.left, right(box)].map((x) => Math.trunc(width * (x / width - 0.5)));
  const turned = rows.flatMap((y) =>
    columns.map((x) => [
      Math.trunc(Math.cos(radians) * y + Math.sin(radians) * x),
      Math.trunc(-Math.sin(radians) * y + Math.cos(radians) * x),
    ]),
  ) as [number, number][];
  const ys = turned.map(([y]) => height / 2 - y);
  const xs = turned.map(([, x]) => x + width / 2);
  const clip = (value: number, most: number) => Math.min(Math.max(value, 0), most);
  const [left, top] = [clip(Math.min(...xs), width), clip(Math.min(...ys), height)];
  return {
    left,
    top,
    width: clip(Math.max(...xs), width) - left,
    height: clip(Math.max(...ys), height) - top,
  };
}
