import type { Picture } from "@unlabeled/core";
import { expect, test } from "vitest";
import { decoded, PICTURES } from "../../fixtures/bytes.ts";
import { detection } from "../../fixtures/policies.ts";
import { bottom, right } from "../../fixtures/scenes.ts";
import { scalingOf } from "../recipes/scaling.ts";
import { placement } from "./detection-parameters.ts";
import { placedMask, placePicture } from "./placed.ts";
import { placedObjects } from "./placed-objects.ts";
import type { SceneObject } from "./scene.ts";

type Rgb = readonly [number, number, number];

test("places pictures as worked out by hand", () => {
  const picture = { width: 640, height: 480 };
  const large = placement(picture, { scale: 1.5, at: [0.999999, 0.5] }, 512);
  expect(large.resized).toEqual({ width: 768, height: 576 });
  expect(large.imageScale.x).toBeCloseTo(1.2, 12);
  expect(large.offset).toEqual({ x: 255, y: 32 });
  const small = placement(picture, { scale: 0.5, at: [0.9, 0.9] }, 512);
  expect(small.resized).toEqual({ width: 256, height: 192 });
  expect(small.offset).toEqual({ x: 0, y: 0 });
  expect(placement({ width: 1000, height: 1 }, { scale: 0.1, at: [0, 0] }, 64).resized.height).toBe(
    1,
  );
});

test.for(detection.jitters)(
  "makes TensorFlow's image, mask and boxes of $picture, $drawn",
  (one) => {
    const { drawn, expected } = one;
    const picture = PICTURES[one.picture] as Picture;
    const at = drawn.at as unknown as readonly [number, number];
    const placed = placement(picture, { scale: drawn.scale, at }, 14);
    expect([placed.resized.width, placed.resized.height]).toEqual(expected.resized);
    expect([placed.offset.x, placed.offset.y]).toEqual(expected.offset);
    const frame = { placement: placed, flip: drawn.flip, size: 14, padded: 16 };
    const into = new Float32Array(16 * 16 * 3).fill(7);
    const { mean, std } = detection.normalize as unknown as { mean: Rgb; std: Rgb };
    placePicture(picture, frame, { by: scalingOf(one.normalize && { mean, std }, 255), into });
    const image = new Float32Array(decoded(expected.image).buffer);
    for (const [i, value] of image.entries()) {
      expect(Math.abs((into[i] as number) - value)).toBeLessThan(2e-5); // theirs is float32 all along
    }
    const mask = placedMask(decoded(one.mask), picture, frame);
    expect([...mask]).toEqual([...decoded(expected.mask)]);
    const objects: SceneObject[] = detection.objects.map(
      ([l = 0, t = 0, r = 0, b = 0], category) => ({
        box: { left: l, top: t, width: r - l, height: b - t },
        category,
      }),
    );
    const boxes = placedObjects(objects, picture, frame).map(({ box }) => [
      box.left,
      box.top,
      right(box),
      bottom(box),
    ]);
    expect(boxes).toHaveLength(expected.boxes.length);
    for (const [i, value] of expected.boxes.flat().entries()) {
      expect(Math.abs((boxes.flat()[i] as number) - value)).toBeLessThan(1e-4);
    }
  },
);
