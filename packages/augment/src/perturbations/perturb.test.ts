import { type Picture, randomStream } from "@unlabeled/core";
import { expect, test } from "vitest";
import { sceneOf } from "../../fixtures/perturbations.ts";
import { type PerturbOptions, perturb } from "./perturb.ts";
import type { PerturbationName } from "./perturbation.ts";
import { PERTURBATIONS } from "./perturbations.ts";

const KEY = { seed: 0, sample: 0 } as const;
const { picture, size } = sceneOf("imagenet"); // 60 x 46 pixels, of which 40 x 40 are shown
const TABLES = ["imagenet", "small"] as const;

const made = (of: Picture, options: Partial<PerturbOptions>) => [
  ...perturb(of, { ...KEY, perturbation: "tilt", ...options }),
];

const flat = (level: number, width: number, height: number): Picture => ({
  width,
  height,
  pixels: new Uint8Array(3 * width * height).fill(level),
});

/** A pixel of the part that is shown, moved; black where there is no picture. */
const shownAt = (x: number, y: number, channel: number): number => {
  const [column, row] = [10 + x, 3 + y]; // (60 − 40) / 2, (46 − 40) / 2
  const inside = column >= 0 && column < 60 && row >= 0 && row < 46;
  return inside ? (picture.pixels[3 * (row * 60 + column) + channel] as number) : 0;
};

function literal(value: (x: number, y: number, channel: number) => number): Uint8Array {
  const out = new Uint8Array(3 * size * size);
  for (let i = 0; i < out.length; i++) {
    const pixel = Math.floor(i / 3);
    out[i] = value(pixel % size, Math.floor(pixel / size), i % 3);
  }
  return out;
}

test("translate moves a pixel a frame, and brings in what lies around", () => {
  const frames = made(picture, { perturbation: "translate", size });
  expect(frames).toHaveLength(41);
  for (const [i, { pixels }] of frames.entries()) {
    expect(pixels).toEqual(literal((x, y, channel) => shownAt(x - (i - 20), y, channel)));
  }
});

test("noise begins with the picture, and each frame is drawn from it by itself", () => {
  const [clean, first, second] = made(picture, { perturbation: "gaussianNoise", size });
  expect(clean?.pixels).toEqual(literal(shownAt));
  for (const [frame, noisy] of [first, second].entries()) {
    const purpose = "perturbation/gaussianNoise";
    const random = randomStream({ ...KEY, purpose, view: frame + 1 });
    const expected = literal((x, y, channel) => {
      const value = shownAt(x, y, channel) / 255 + 0.03 * random.normal();
      return Math.floor(255 * Math.min(Math.max(value, 0), 1));
    });
    expect(noisy?.pixels).toEqual(expected);
  }
});

test("shot noise counts events: their mean and variance are the value's", () => {
  const grey = flat(102, 100, 100); // 0.4 of 300 events
  const { pixels } = made(grey, { perturbation: "shotNoise", frames: 2 })[1] as Picture;
  const counts = Array.from(pixels, (level) => ((level + 0.5) / 255) * 300);
  const mean = counts.reduce((sum, x) => sum + x, 0) / counts.length;
  const variance = counts.reduce((sum, x) => sum + (x - mean) ** 2, 0) / counts.length;
  expect(Math.abs(mean - 120)).toBeLessThan(4 * Math.sqrt(120 / counts.length));
  expect(Math.abs(variance - 120)).toBeLessThan(120 * 4 * Math.sqrt(2 / counts.length));
});

test("zoomBlur is the mean of the enlargements until then", () => {
  const frames = made(picture, { perturbation: "zoomBlur", size, frames: 3 });
  const enlarged = (factor: number) => (x: number, y: number, channel: number) => {
    const column = 20 + (x + 0.5 - 20) / factor - 0.5; // around the middle of what is shown
    const row = 20 + (y + 0.5 - 20) / factor - 0.5;
    const [left, top] = [Math.floor(column), Math.floor(row)];
    const across = (line: number) =>
      shownAt(left, line, channel) +
      (column - left) * (shownAt(left + 1, line, channel) - shownAt(left, line, channel));
    return Math.floor(across(top) + (row - top) * (across(top + 1) - across(top)) + 1e-9);
  };
  const parts = [1, 1.004, 1.008].map((factor) => literal(enlarged(factor)));
  for (const [i, { pixels }] of frames.entries()) {
    const sum = (at: number) =>
      parts.slice(0, i + 1).reduce((all, part) => all + (part[at] ?? 0), 0);
    expect(pixels).toEqual(pixels.map((_, at) => Math.floor(sum(at) / (i + 1))));
  }
});

test("brightness adds 2 % of white a frame, and its middle frame is the picture to a level", () => {
  const grey = made(flat(102, 2, 2), { perturbation: "brightness" }).map(({ pixels }) => pixels[0]);
  expect(grey).toHaveLength(31);
  for (const [i, level] of grey.entries()) {
    expect(Math.abs((level ?? 0) - (102 + 5.1 * (i - 15)))).toBeLessThanOrEqual(1);
  }
});

test("scale at 100 % and rotate by 0° change nothing, tilt by 0° takes a pixel's step back", () => {
  const shown = literal(shownAt);
  expect(made(picture, { perturbation: "scale", size })[24]?.pixels).toEqual(shown);
  expect(made(picture, { perturbation: "rotate", size })[15]?.pixels).toEqual(shown);
  // of a ramp, columns that are read (1 + 1 / diagonal) times as far from the middle
  const [width, height] = [121, 121];
  const pixels = Uint8Array.from(
    { length: 3 * width * height },
    (_, i) => Math.floor(i / 3) % width,
  );
  const tilted = made({ width, height, pixels }, { perturbation: "tilt", size: 99 })[15] as Picture;
  const diagonal = Math.hypot(width, height);
  for (let x = 0; x < 99; x++) {
    const read = 60.5 + (11 + x - 60.5) * (1 + 1 / diagonal);
    expect(Math.abs((tilted.pixels[3 * x] as number) - read)).toBeLessThan(0.5 + 1 / 32);
  }
});

test("what blurs leaves a flat picture alone, and snow only brightens it", () => {
  for (const table of TABLES) {
    for (const perturbation of ["motionBlur", "zoomBlur"] as const) {
      for (const { pixels } of made(flat(90, 20, 20), { perturbation, table, size: 16 })) {
        expect(new Set(pixels)).toEqual(new Set([90]));
      }
    }
    const snowy = made(flat(90, 32, 32), { perturbation: "snow", table });
    for (const { pixels } of snowy) expect(Math.min(...pixels)).toBeGreaterThanOrEqual(90);
    expect(snowy[0]?.pixels).not.toEqual(snowy[1]?.pixels); // the wind turns
  }
});

test("frames are as far apart however many there are", () => {
  const all = (perturbation: PerturbationName, frames: number) =>
    made(picture, { perturbation, frames, size }).map(({ pixels }) => pixels);
  for (const perturbation of PERTURBATIONS) {
    const [long, short] = [all(perturbation, 11), all(perturbation, 5)];
    const [atStart, inMiddle, atEnd] = [long.slice(0, 5), long.slice(3, 8), long.slice(6)];
    const isStart = ["gaussianNoise", "shotNoise", "zoomBlur"].includes(perturbation);
    expect(short).toEqual(isStart ? atStart : perturbation === "motionBlur" ? atEnd : inMiddle);
  }
});

test.for(PERTURBATIONS)("%s is a pure function of picture, seed and sample", (perturbation) => {
  const before = picture.pixels.slice();
  const first = made(picture, { perturbation, frames: 3, size });
  expect(made(picture, { perturbation, frames: 3, size })).toEqual(first);
  expect(picture.pixels).toEqual(before);
  const random = ["gaussianNoise", "shotNoise", "snow"].includes(perturbation);
  for (const other of [{ seed: 1 }, { sample: 1 }]) {
    const again = made(picture, { perturbation, frames: 3, size, ...other });
    if (random) expect(again[2]).not.toEqual(first[2]);
    else expect(again).toEqual(first);
  }
});

test.for(PERTURBATIONS)(
  "%s works on pictures of a few pixels, with both tables",
  (perturbation) => {
    for (const [width, height] of [
      [1, 1],
      [1, 7],
      [6, 1],
      [3, 5],
    ] as const) {
      for (const table of TABLES) {
        for (const frame of made(flat(200, width, height), { perturbation, table, frames: 41 })) {
          expect([frame.width, frame.height]).toEqual([width, height]);
          expect(frame.pixels).toBeInstanceOf(Uint8Array);
          expect(frame.pixels).toHaveLength(3 * width * height);
        }
      }
    }
  },
);

test("names what is wrong when it is called, not when a frame is asked for", () => {
  const of =
    (options: Partial<PerturbOptions>, wrong = picture) =>
    () =>
      perturb(wrong, { ...KEY, perturbation: "tilt", ...options });
  expect(of({ perturbation: "shear" as "tilt" })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: perturb: perturbation must be one of "gaussianNoise", "shotNoise", "motionBlur", "zoomBlur", "snow", "brightness", "translate", "rotate", "tilt", "scale"; got "shear".]`,
  );
  expect(of({ table: "large" as "small" })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: perturb: table must be one of "imagenet", "small"; got "large".]`,
  );
  expect(of({ frames: 1 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: perturb: frames must be an integer in [2, 41]; got 1.]`,
  );
  expect(of({ frames: 42 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: perturb: frames must be an integer in [2, 41]; got 42.]`,
  );
  expect(of({ size: 47 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: perturb: size must be an integer in [1, 46]; got 47.]`,
  );
  expect(of({ seed: -1 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: perturb: seed must be an integer in [0, 4294967295]; got -1.]`,
  );
  expect(of({ sample: 0.5 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: perturb: sample must be an integer in [0, 4294967295]; got 0.5.]`,
  );
  expect(of({}, { ...picture, width: 5 })).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: perturb: picture.pixels must have 5 * 46 * 3 = 690 bytes; got 8280. A picture is interleaved red, green and blue, without alpha.]`,
  );
});
