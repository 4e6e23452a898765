import type { Picture } from "@unlabeled/core";

/** What becomes of each of the 256 values of red, green and blue. */
export type Tables = readonly [Uint8Array, Uint8Array, Uint8Array];

/** The table of a function whose values are integers in [0, 255]. */
export function table(of: (value: number) => number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, value) => of(value));
}

/** Looks every value of a picture up, into a picture of its size, which may be itself. */
export function lookUp({ pixels }: Picture, [red, green, blue]: Tables, into: Picture): Picture {
  const { pixels: out } = into;
  for (let i = 0; i < pixels.length; i += 3) {
    out[i] = red[pixels[i] as number] as number;
    out[i + 1] = green[pixels[i + 1] as number] as number;
    out[i + 2] = blue[pixels[i + 2] as number] as number;
  }
  return into;
}

/** How many pixels have each of the 256 values, by channel. */
export function histograms({ pixels }: Picture): readonly [Int32Array, Int32Array, Int32Array] {
  const [red, green, blue] = [new Int32Array(256), new Int32Array(256), new Int32Array(256)];
  for (let i = 0; i < pixels.length; i += 3) {
    (red[pixels[i] as number] as number)++;
    (green[pixels[i + 1] as number] as number)++;
    (blue[pixels[i + 2] as number] as number)++;
  }
  return [red, green, blue];
}
