import { expect, test } from "vitest";
import { flipRates } from "./flip-rates.ts";

/** ImageNet-P/test.py of hendrycks/robustness, `flip_prob` of difficulty 1, word for word. */
function flipProb(predictions: readonly ArrayLike<number>[], noisePerturbation: boolean): number {
  let result = 0;
  const stepSize = 1;
  for (const vidPreds of predictions) {
    const resultForVid: number[] = [];
    for (let i = 0; i < stepSize; i++) {
      let prevPred = vidPreds[i];
      for (let j = i + stepSize; j < vidPreds.length; j += stepSize) {
        const pred = vidPreds[j];
        resultForVid.push(Number(prevPred !== pred));
        if (!noisePerturbation) prevPred = pred;
      }
    }
    const mean = resultForVid.reduce((sum, x) => sum + x, 0) / resultForVid.length;
    result += mean / predictions.length;
  }
  return result;
}

const NAMES = ["gaussianNoise", "shotNoise", "motionBlur", "zoomBlur", "snow", "tilt"];
const sequences = (shift: number) =>
  Array.from({ length: 23 }, (_, i) =>
    Int32Array.from({ length: 31 }, (_, j) => ((i + shift) * i + Math.floor((j * j) / 7)) % 4),
  );

test("equals the reference's flip_prob, noise by its name", () => {
  const predictions = Object.fromEntries(NAMES.map((name, shift) => [name, sequences(shift)]));
  const rates = flipRates(predictions);
  expect(Object.keys(rates)).toEqual(NAMES);
  for (const name of NAMES) {
    const expected = flipProb(predictions[name] ?? [], name.endsWith("Noise"));
    expect(rates[name]).toBeCloseTo(expected, 12);
    expect(expected).not.toBeCloseTo(flipProb(predictions[name] ?? [], !name.endsWith("Noise")), 2);
  }
});

test("the same answers flip once, or as long as they differ from the first, by what the perturbation is", () => {
  const frames = [[1, 1, 2, 2, 2]];
  expect(flipRates({ tilt: frames, shotNoise: frames, gaussian_noise: frames })).toEqual({
    tilt: 0.25,
    shotNoise: 0.75,
    gaussian_noise: 0.75,
  });
});

test("names the perturbation that is wrong", () => {
  expect(() => flipRates({ tilt: [[1, 2]], scale: [] })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: flipRates: predictions.scale must have at least one sequence; got none.]`,
  );
  expect(() => flipRates({ scale: [[1, 2], [1]] })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: flipRates: predictions.scale[1] must have at least 2 frames; got 1.]`,
  );
  expect(flipRates({})).toEqual({});
});
