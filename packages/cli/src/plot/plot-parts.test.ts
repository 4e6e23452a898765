import { expect, test } from "vitest";
import { chooseMeasures } from "./choose-measures.ts";
import { DARK_STYLE, lineStyle, PAGE, QUIET, TEXT } from "./palette.ts";
import { runNames } from "./run-names.ts";
import { smoothed } from "./smoothed.ts";

test("smoothed is the mean of the values so far, weighted by w to the power of their age", () => {
  const values = [4, -2, 7, 1, 1, 30];
  const literal = values.map((_, last) => {
    let [sum, weights] = [0, 0];
    for (let i = 0; i <= last; i++) {
      sum += 0.8 ** (last - i) * (values[i] as number);
      weights += 0.8 ** (last - i);
    }
    return sum / weights;
  });
  for (const [i, value] of smoothed(values, 0.8).entries())
    expect(value).toBeCloseTo(literal[i] as number, 12);
  expect(smoothed(values, 0)).toEqual(values);
});

// what TensorBoard's classicSmoothing makes of the same
test("smoothed passes over what is not finite", () => {
  expect(smoothed([1, Number.NaN, 2, Number.POSITIVE_INFINITY], 0.5)).toEqual([
    1,
    Number.NaN,
    (0.5 * 0.5 + 0.5 * 2) / 0.75,
    Number.POSITIVE_INFINITY,
  ]);
});

const KNOWN = [
  ...["step", "totalSteps", "epoch", "loss", "measures/spread", "measures/knn", "learningRate"],
  ...["gradientNorm", "imagesPerSecond", "secondsLeft", "measures/probe/seconds"],
];

test("without a choice all that say how the training went are plotted, the loss first", () => {
  expect(chooseMeasures(KNOWN, undefined)).toEqual([
    ...["loss", "measures/spread", "measures/knn", "gradientNorm", "learningRate"],
  ]);
});

test("measures are chosen by their names, with or without measures/", () => {
  expect(chooseMeasures(KNOWN, ["spread", "imagesPerSecond", "measures/knn"])).toEqual([
    ...["measures/spread", "imagesPerSecond", "measures/knn"],
  ]);
  expect(() => chooseMeasures(KNOWN, ["los"])).toThrowErrorMatchingInlineSnapshot(
    `[UserError: --measure must be one of step, totalSteps, epoch, loss, spread, knn, learningRate, gradientNorm, imagesPerSecond, secondsLeft, probe/seconds; got los.]`,
  );
});

test.for([
  [
    ["runs/a", "runs/b/"],
    ["a", "b"],
  ],
  [
    ["x/run", "y/run"],
    ["x/run", "y/run"],
  ],
  [["runs/./a"], ["a"]],
] as const)("runNames of %j are %j", ([folders, names]) => {
  expect(runNames(folders)).toEqual(names);
});

test("the first 32 lines differ, and all have contrast on paper and on dark screens", () => {
  const styles = Array.from({ length: 32 }, (_, i) => lineStyle(i));
  expect(new Set(styles.map((style) => JSON.stringify(style))).size).toBe(32);
  const light = [...new Set(styles.map(({ colour }) => colour)), TEXT.light, QUIET.light];
  for (const colour of light) {
    const dark = new RegExp(`\\[stroke="${colour}"\\] \\{ stroke: (#\\w{6});`).exec(
      DARK_STYLE,
    )?.[1];
    expect([colour, contrast(colour, PAGE.light) >= 4.5]).toEqual([colour, true]);
    expect([dark, contrast(dark as string, PAGE.dark) >= 4.5]).toEqual([dark, true]);
  }
});

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
