import type { ByteDefinition } from "./byte-definition.ts";

/** Luma of a pixel as a byte. */
export type Luma = (red: number, green: number, blue: number) => number;

const f = Math.fround;
const INVERSE = f(1 / 255);
const [RED, GREEN, BLUE] = [f(0.2989), f(0.587), f(0.114)];

/**
 * How each definition takes the colour out of a pixel. Pillow's `convert("L")`: 16-bit weights of Rec.
 * 601, rounded. TensorFlow's `rgb_to_grayscale`: float32 in [0, 1], weights that sum to 0.9999, then
 * truncated after multiplying by 255.5. They differ by at most 1.
 */
export const LUMA: Readonly<Record<ByteDefinition, Luma>> = {
  pillow: (red, green, blue) => (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16,
  tensorflow: (red, green, blue) => {
    const sum = f(
      f(f(f(red * INVERSE) * RED) + f(f(green * INVERSE) * GREEN)) + f(f(blue * INVERSE) * BLUE),
    );
    return f(sum * 255.5) | 0;
  },
};
