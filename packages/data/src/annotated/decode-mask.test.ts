import { expect, test } from "vitest";
import fixtures from "../../fixtures/masks.json" with { type: "json" };
import { decodeMask } from "./decode-mask.ts";
import type { Segmentation } from "./segmentation.ts";

test.for(fixtures.masks)("$name: the pixels that pycocotools gives", (one) => {
  const mask = decodeMask(one.segmentation as Segmentation, one.height, one.width);
  expect(mask).toEqual(new Uint8Array(Buffer.from(one.mask, "base64")));
});

test("runs go down the columns, outside first; the mask goes along the rows", () => {
  const runs = { size: [2, 3] as const, counts: [1, 2, 3] };
  expect([...decodeMask(runs, 2, 3)]).toEqual([0, 1, 0, 1, 0, 0]);
});

test("refuses what is no outline, or another picture's", () => {
  const message = (segmentation: unknown, height = 2, width = 3): string => {
    try {
      decodeMask(segmentation as Segmentation, height, width);
      return "none";
    } catch (error) {
      return String(error);
    }
  };
  expect(message({ size: [3, 2], counts: [6] })).toMatchInlineSnapshot(
    `"RangeError: decodeMask: the runs must be of a picture of height 2 and width 3; got [3, 2]."`,
  );
  expect(message({ size: [2, 3], counts: [1, 2] })).toMatchInlineSnapshot(
    `"RangeError: decodeMask: the runs must be whole numbers ≥ 0 whose sum is 6, the picture's pixels; got 3."`,
  );
  expect(message({ size: [2, 3], counts: [7, -1] })).toMatchInlineSnapshot(
    `"RangeError: decodeMask: the runs must be whole numbers ≥ 0 whose sum is 6, the picture's pixels; got -1."`,
  );
  expect(message({ size: [2, 3], counts: "P" })).toMatchInlineSnapshot(
    `"RangeError: decodeMask: counts must be COCO's packed text of runs; got the text ends inside a number at 1."`,
  );
  expect(message({ size: [2, 3], counts: "6 " })).toMatchInlineSnapshot(
    `"RangeError: decodeMask: counts must be COCO's packed text of runs; got a wrong character at 1."`,
  );
  expect(message({ counts: "6" })).toMatchInlineSnapshot(
    `"RangeError: decodeMask: segmentation must be polygons or { size, counts }; got {"counts":"6"}."`,
  );
  expect(message(undefined)).toMatchInlineSnapshot(
    `"RangeError: decodeMask: segmentation must be polygons or { size, counts }; got undefined."`,
  );
  expect(message([[0, 0, 1, 1]])).toMatchInlineSnapshot(
    `"RangeError: decodeMask: a polygon must be x and y of at least 3 corners, [x0, y0, x1, y1, …]; got 4 numbers in polygon 0."`,
  );
  expect(message([3])).toMatchInlineSnapshot(
    `"RangeError: decodeMask: a polygon must be x and y of at least 3 corners, [x0, y0, x1, y1, …]; got number in polygon 0."`,
  );
  expect(message([[0, 0, 1, 1, null, 2]])).toMatchInlineSnapshot(
    `"RangeError: decodeMask: corners must be numbers; got null in polygon 0."`,
  );
  expect(message([[0, 0, 1, 1, 2, 2]], 0)).toMatchInlineSnapshot(
    `"RangeError: decodeMask: height must be a positive integer; got 0."`,
  );
  expect(message([], 2, 1.5)).toMatchInlineSnapshot(
    `"RangeError: decodeMask: width must be a positive integer; got 1.5."`,
  );
});
