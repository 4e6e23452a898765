import type { Padding } from "@unlabeled/core";

/**
 * Zeros around maps `[N, H, W, C]` with which ⌈H / stride⌉ rows come out of a convolution.
 *
 * @param kind - "symmetric": equally many on all sides. "same": TensorFlow's, as few as it takes; the odd one comes after.
 * @param size - Of the kernel, odd.
 */
export function windowPadding(
  kind: "symmetric" | "same",
  [, H, W]: readonly [number, number, number, number],
  { size, stride }: { size: number; stride: number },
): Padding {
  if (kind === "symmetric") return (size - 1) / 2;
  const [top, bottom] = same(H, size, stride);
  const [left, right] = same(W, size, stride);
  return { top, bottom, left, right };
}

function same(length: number, size: number, stride: number): [before: number, after: number] {
  const outputs = Math.ceil(length / stride);
  const total = Math.max((outputs - 1) * stride + size - length, 0);
  const before = Math.floor(total / 2);
  return [before, total - before];
}
