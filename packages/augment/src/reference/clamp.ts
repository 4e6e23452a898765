/** `x` held in [0, 1]. */
export function clamp(x: number): number {
  return Math.min(Math.max(x, 0), 1);
}
