/**
 * Between a degenerate value and the original (factor in [0, 1]), or beyond it (> 1): float32, clipped,
 * truncated. Pillow's `Image.blend` and the papers' `blend`.
 */
export function blend(degenerate: number, original: number, factor: number): number {
  const single = Math.fround(factor);
  return byte(Math.fround(degenerate + Math.fround(single * (original - degenerate))));
}

/** `blend` for one factor and many values, its products looked up. */
export function blender(factor: number): (degenerate: number, original: number) => number {
  const products = Float32Array.from({ length: 511 }, (_, i) => Math.fround(factor) * (i - 255));
  return (degenerate, original) =>
    byte(Math.fround(degenerate + (products[original - degenerate + 255] as number)));
}

function byte(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : value | 0;
}
