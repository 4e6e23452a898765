/** Which of the positions 0 … length − 1 stands for any position, an integer. */
export type Border = (position: number, length: number) => number;

/** a a a | a b c d | d d d: the nearest one. */
export const clamped: Border = (position, length) => Math.min(Math.max(position, 0), length - 1);

/** c b a | a b c d | d c b: mirrored at the edge, which SciPy calls "reflect". */
export const mirrored: Border = (position, length) => {
  const at = modulo(position, 2 * length);
  return Math.min(at, 2 * length - 1 - at);
};

/** d c b | a b c d | c b a: mirrored around the outermost one, OpenCV's BORDER_REFLECT_101. */
export const mirroredInside: Border = (position, length) => {
  if (length === 1) return 0;
  const at = modulo(position, 2 * length - 2);
  return Math.min(at, 2 * length - 2 - at);
};

function modulo(x: number, period: number): number {
  return ((x % period) + period) % period;
}
