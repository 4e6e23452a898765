import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { paddingName, seenSize, sidesOf } from "./window-padding.ts";

type Pad = Parameters<typeof tf.backend_util.computeConv2DInfo>[4];

const windowsOf = (size: number, window: number, stride: number, pad: Pad, round?: "ceil") =>
  tf.backend_util.computeConv2DInfo(
    [1, size, size, 1],
    [window, window, 1, 1],
    stride,
    1,
    pad,
    round,
  );

const around = (before: number, after: number): tf.backend_util.ExplicitPadding => [
  [0, 0],
  [before, after],
  [before, after],
  [0, 0],
];

test.for([
  { name: "VALID", size: 6, window: 3, stride: 2, pad: "valid", top: 0, bottom: 0, seen: 5 },
  { name: "VALID", size: 8, window: 1, stride: 2, pad: around(0, 0), top: 0, bottom: 0, seen: 7 },
  { name: "SAME", size: 6, window: 3, stride: 1, pad: around(1, 1), top: 1, bottom: 1, seen: 8 },
  { name: "SAME", size: 6, window: 3, stride: 2, pad: "same", top: 0, bottom: 1, seen: 7 },
  // PyTorch's padding=1 with stride 2: the last row of zeros is in no window
  {
    name: "EXPLICIT",
    size: 6,
    window: 3,
    stride: 2,
    pad: around(1, 1),
    top: 1,
    bottom: 0,
    seen: 7,
  },
  { name: "SAME", size: 7, window: 3, stride: 2, pad: around(1, 1), top: 1, bottom: 1, seen: 9 },
  {
    name: "EXPLICIT",
    size: 5,
    window: 1,
    stride: 1,
    pad: around(2, 0),
    top: 2,
    bottom: 0,
    seen: 7,
  },
] as const)("$name: window $window, stride $stride over $size", (one) => {
  const windows = windowsOf(one.size, one.window, one.stride, one.pad as Pad);
  const { top, bottom, left, right } = sidesOf(windows);
  expect([top, bottom, left, right]).toEqual([one.top, one.bottom, one.top, one.bottom]);
  expect(paddingName(windows)).toBe(one.name);
  expect(seenSize(windows)).toEqual([one.seen, one.seen]);
});

test("both directions must fit a word", () => {
  for (const [rows, columns] of [
    [
      [1, 1],
      [0, 1],
    ],
    [
      [0, 1],
      [1, 1],
    ],
  ] as [number, number][][]) {
    const pad = [[0, 0], rows, columns, [0, 0]] as tf.backend_util.ExplicitPadding;
    expect(paddingName(windowsOf(6, 3, 2, pad))).toBe("EXPLICIT");
  }
});

test("sizes that are rounded up need a row more", () => {
  expect(sidesOf(windowsOf(6, 3, 2, 0, "ceil"))).toEqual({ top: 0, bottom: 1, left: 0, right: 1 });
});

test("with these sides TensorFlow's formula gives tfjs's size, for any window", () => {
  const small = (min: number, max: number) => fc.integer({ min, max });
  fc.assert(
    fc.property(small(1, 9), small(1, 5), small(1, 3), small(0, 4), small(0, 4), (...all) => {
      const [size, window, stride, before, after] = all;
      fc.pre(size + before + after >= window);
      for (const pad of [around(before, after), "same"] as const) {
        const windows = windowsOf(size, window, stride, pad);
        const { top, bottom } = sidesOf(windows);
        expect(Math.floor((size + top + bottom - window) / stride) + 1).toBe(windows.outHeight);
      }
    }),
    { seed: 1 },
  );
});
