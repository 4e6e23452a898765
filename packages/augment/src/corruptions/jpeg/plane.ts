/** One component of a picture, samples in [0, 255], row by row: `[H, W]`. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly samples: Uint8ClampedArray;
}

/** A plane of the given size, filled sample by sample; they are clipped. */
export function plane(
  width: number,
  height: number,
  sample: (x: number, y: number) => number,
): Plane {
  const samples = new Uint8ClampedArray(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) samples[i] = sample(x, y);
  }
  return { width, height, samples };
}

/** The sample there, or outside the nearest one. */
export function sampleAt({ width, height, samples }: Plane, x: number, y: number): number {
  const column = Math.min(Math.max(x, 0), width - 1);
  const row = Math.min(Math.max(y, 0), height - 1);
  return samples[row * width + column] as number;
}
