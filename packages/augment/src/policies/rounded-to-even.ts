/** Halves go to the even number, as PyTorch's `round`. */
export function roundedToEven(x: number): number {
  const below = Math.floor(x);
  if (x - below !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}
