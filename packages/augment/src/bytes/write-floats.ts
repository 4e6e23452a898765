import type { Picture } from "@unlabeled/core";

/** By channel: (x − mean) / std of values in [0, 1]. */
export interface Scaling {
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/** Factor and summand that bring a byte of each channel to [0, 1], or to normalized values. */
export function scaling({ mean, std }: Scaling): {
  readonly gain: readonly [number, number, number];
  readonly shift: readonly [number, number, number];
} {
  const gain = std.map((s) => 1 / (255 * s)) as unknown as [number, number, number];
  const shift = mean.map((m, c) => -m / (std[c] as number)) as unknown as [number, number, number];
  return { gain, shift };
}

/** Values in [0, 1] as they are. */
export const UNSCALED: Scaling = { mean: [0, 0, 0], std: [1, 1, 1] };

/** Writes a picture as floats, `[height, width, 3]`. */
export function writeFloats({ pixels }: Picture, by: Scaling, into: Float32Array): void {
  const { gain, shift } = scaling(by);
  for (let i = 0; i < pixels.length; i += 3) {
    into[i] = (pixels[i] as number) * gain[0] + shift[0];
    into[i + 1] = (pixels[i + 1] as number) * gain[1] + shift[1];
    into[i + 2] = (pixels[i + 2] as number) * gain[2] + shift[2];
  }
}
