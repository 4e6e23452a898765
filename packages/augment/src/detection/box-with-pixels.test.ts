import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boxIn, extent, overhang, painted, shown } from "../../fixtures/scenes.ts";
import type { Policy } from "../policies/policy.ts";
import { randAugment } from "../policies/rand-augment.ts";
import { applyPolicyToScene } from "./apply-policy-to-scene.ts";
import { detectionViews } from "./detection-views.ts";
import type { Box } from "./scene.ts";

const PAPER: Policy = randAugment();
const PILLOW: Policy = { ...PAPER, definition: "pillow" };

describe("a box goes with its pixels", () => {
  const geometric = fc.oneof(
    fc.record({
      operation: fc.constant("rotate" as const),
      amount: fc.double({ min: -60, max: 60, noNaN: true }),
    }),
    fc.record({
      operation: fc.constantFrom("shearX" as const, "shearY" as const),
      amount: fc.double({ min: -0.6, max: 0.6, noNaN: true }),
    }),
    fc.record({
      operation: fc.constantFrom("translateX" as const, "translateY" as const),
      amount: fc.integer({ min: -30, max: 30 }),
    }),
    fc.record({ operation: fc.constant("flip" as const), amount: fc.constant(0) }),
  );

  test("through every operation that moves pixels, and so does its part of the mask", () => {
    let [whole, gone] = [0, 0];
    fc.assert(
      fc.property(
        boxIn(41, 33),
        geometric,
        fc.constantFrom(PAPER, PILLOW),
        (box, drawn, policy) => {
          const before = painted(41, 33, [box]);
          const after = applyPolicyToScene(before, { policy, drawn: [drawn] });
          const moved = after.objects[0]?.box as Box;
          const seen = shown(after.picture, [200, 10, 20]);
          const mask = after.mask as Uint8Array;
          expect(extent(41, 33, (i) => mask[i] === 10)).toEqual(seen);
          if (seen === undefined) {
            gone++;
            expect(Math.min(moved.width, moved.height)).toBeLessThan(1.5);
            return;
          }
          expect(overhang(seen, moved)).toBeLessThan(1);
          expect(overhang(moved, { left: 0, top: 0, width: 41, height: 33 })).toBeLessThanOrEqual(
            0,
          );
          // Where nothing was cut off at the border the box is tight, but for the pixels' own size.
          const inside = { left: 0.01, top: 0.01, width: 40.98, height: 32.98 };
          if (overhang(moved, inside) > 0) return;
          whole++;
          expect(overhang(moved, seen)).toBeLessThan(drawn.operation === "rotate" ? 1.6 : 1.01);
        },
      ),
      { seed: 0, numRuns: 600 },
    );
    expect(Math.min(whole, gone)).toBeGreaterThan(15); // both happened
  });

  test.for(["none", "S1", "S2", "S3", "S4"] as const)("through the whole of %s", (policy) => {
    const size = 40;
    const pipeline = detectionViews({
      policy,
      size,
      stride: 16,
      pixelScale: 0.1,
      scale: [0.6, 1.9],
    });
    const boxes: Box[] = [
      { left: 4, top: 6, width: 17, height: 12 },
      { left: 30, top: 20, width: 21, height: 17 },
    ];
    const scene = painted(60, 44, boxes);
    let kept = 0;
    for (let sample = 0; sample < 150; sample++) {
      const key = { seed: 7, epoch: 0, sample, view: 0 };
      const { objects, mask = new Uint8Array(0) } = pipeline.render(scene, key);
      for (const category of [0, 1]) {
        const box = objects.find((one) => one.category === category)?.box;
        const seen = extent(48, 48, (i) => mask[i] === 10 + category);
        if (box === undefined) expect(seen).toBeUndefined();
        else if (seen) expect(overhang(seen, box)).toBeLessThan(2.5); // 1.9 pixels an original one
        if (box && seen && policy === "S1") expect(overhang(box, seen)).toBeLessThan(2.5);
        if (box && seen) kept++;
      }
    }
    expect(kept).toBeGreaterThan(200);
  });
});
