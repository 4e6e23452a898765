import { describe, expect, test } from "vitest";
import { fixture, floats, levels, picture, planesOf } from "../../fixtures/torchvision.ts";
import { gaussianBlur } from "./gaussian-blur.ts";
import { interleave } from "./interleave.ts";
import { type Planes, planes } from "./planes.ts";

/** The definition: every tap of the two-dimensional kernel, the border mirrored step by step. */
function literal(
  plane: Float32Array,
  { height, width }: Planes,
  kernelSize: number,
  sigma: number,
) {
  const radius = (kernelSize - 1) / 2;
  const weight = (d: number) => Math.exp(-(d * d) / (2 * sigma * sigma));
  const inside = (at: number, length: number) => {
    let position = at;
    while (length > 1 && (position < 0 || position >= length)) {
      position = position < 0 ? -position : 2 * (length - 1) - position;
    }
    return length === 1 ? 0 : position;
  };
  return plane.map((_, i) => {
    const [y, x] = [Math.floor(i / width), i % width];
    let sum = 0;
    let total = 0;
    for (let dy = -radius; dy <= radius; dy++) {
      for (let dx = -radius; dx <= radius; dx++) {
        const w = weight(dy) * weight(dx);
        const at = inside(y + dy, height) * width + inside(x + dx, width);
        sum += w * (plane[at] as number);
        total += w;
      }
    }
    return sum / total;
  });
}

describe("gaussianBlur", () => {
  test.for(fixture.blurs.map((one) => [one.kernelSize, one.sigma, one.expected] as const))(
    "with %d taps and sigma %d is torchvision's to 0.01 of a level",
    ([kernelSize, sigma, expected]) => {
      const image = planesOf(picture(fixture.small));
      gaussianBlur(image, kernelSize)(image, sigma);
      const received = new Float32Array(image.red.length * 3);
      interleave(image, received);
      expect(levels(received, floats(expected)).worst).toBeLessThan(0.01);
    },
  );

  test.for([
    [1, 1, 5],
    [1, 6, 7],
    [2, 2, 9],
    [3, 5, 23],
    [6, 1, 3],
  ] as const)("of %d x %d pixels with %d taps is the literal sum", ([height, width, taps]) => {
    const image = planes(height, width);
    for (const plane of [image.red, image.green, image.blue]) {
      for (let i = 0; i < plane.length; i++) plane[i] = ((i * 37 + 11) % 101) / 101;
    }
    const expected = [image.red, image.green, image.blue].map((p) => literal(p, image, taps, 1.7));
    gaussianBlur(image, taps)(image, 1.7);
    for (const [i, plane] of [image.red, image.green, image.blue].entries()) {
      expect(levels(plane, expected[i] as Float32Array).worst).toBeLessThan(0.001);
    }
  });

  test("keeps a constant picture and, with one tap, any picture", () => {
    const image = planes(4, 5);
    image.red.fill(0.25);
    gaussianBlur(image, 9)(image, 2);
    for (const x of image.red) expect(x).toBeCloseTo(0.25, 6);
    image.red[7] = 0.875;
    gaussianBlur(image, 1)(image, 2);
    expect(image.red[7]).toBe(0.875);
  });
});
