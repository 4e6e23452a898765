import type { Picture } from "@unlabeled/core";
import { describe, expect, test } from "vitest";
import {
  type ByteCase,
  CASES,
  decoded,
  differences,
  FILL,
  PICTURES,
} from "../../fixtures/bytes.ts";
import { autoContrast } from "./auto-contrast.ts";
import { brightness } from "./brightness.ts";
import { colour } from "./colour.ts";
import { contrast } from "./contrast.ts";
import { equalize } from "./equalize.ts";
import { invert } from "./invert.ts";
import { posterize } from "./posterize.ts";
import { rotate } from "./rotate.ts";
import { sharpness } from "./sharpness.ts";
import { shearX } from "./shear-x.ts";
import { shearY } from "./shear-y.ts";
import { solarize } from "./solarize.ts";
import { solarizeAdd } from "./solarize-add.ts";
import { translateX } from "./translate-x.ts";
import { translateY } from "./translate-y.ts";

const PLAIN = { autoContrast, equalize, invert } as const;
const MEASURED = {
  posterize,
  solarize,
  solarizeAdd,
  colour,
  contrast,
  brightness,
  sharpness,
  rotate,
  shearX,
  shearY,
  translateX,
  translateY,
} as const;

function applied({ name, amount, definition, interpolation, picture }: ByteCase): Picture {
  const source = PICTURES[picture] as Picture;
  const options = { definition, interpolation, fill: FILL };
  if (amount === null) return PLAIN[name as keyof typeof PLAIN](source, options);
  return MEASURED[name as keyof typeof MEASURED](source, amount, options);
}

/** Where TensorFlow's smoothed values are one below the whole number that they are. */
const LOWERED = new Set<number>();

describe.for(["pillow", "tensorflow"] as const)("%s", (definition) => {
  const exact = (one: ByteCase) => definition === "pillow" || one.name !== "sharpness";
  test.for(CASES.filter((one) => one.definition === definition && exact(one)))(
    "makes of $picture by $name $amount, $interpolation, the same bytes",
    (one) => {
      const received = applied(one);
      const { count } = differences(received.pixels, decoded(one.expected));
      expect(count).toBe(0);
    },
  );
});

describe("tensorflow's sharpness", () => {
  const cases = CASES.filter((one) => one.name === "sharpness" && one.definition === "tensorflow");

  test("smooths as the code, but for whole numbers that its float32 has just below", () => {
    const smoothed = cases.find((one) => one.amount === 0) as ByteCase;
    const { pixels, width } = PICTURES[smoothed.picture] as Picture;
    const received = applied(smoothed).pixels;
    for (const [i, expected] of decoded(smoothed.expected).entries()) {
      if (received[i] === expected) continue;
      let sum = 4 * (pixels[i] as number);
      for (const row of [-3 * width, 0, 3 * width]) {
        for (const column of [-3, 0, 3]) sum += pixels[i + row + column] as number;
      }
      expect([sum % 13, received[i]]).toEqual([0, expected + 1]);
      LOWERED.add(i);
    }
    expect(LOWERED.size).toBeLessThan(50); // of 1980 that have neighbours
  });

  test.for(cases)("blends the rest by $amount as the code", (one) => {
    const received = applied(one).pixels;
    for (const [i, expected] of decoded(one.expected).entries()) {
      const reach = LOWERED.has(i) ? Math.ceil(Math.abs(1 - (one.amount as number))) : 0;
      expect(Math.abs((received[i] as number) - expected)).toBeLessThanOrEqual(reach);
    }
  });
});
