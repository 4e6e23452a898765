/**
 * Left halves of the rows of √8 times the cosine transform, times 2^13, one row a frequency; the right
 * half mirrors it, with the other sign in odd rows. They are sums of the rounded constants of libjpeg's
 * "islow" transform, hence the odd units.
 */
const HALVES = [
  [8192, 8192, 8192, 8192],
  [11363, 9633, 6437, 2260],
  [10703, 4433, -4433, -10703],
  [9633, -2259, -11362, -6436],
  [8192, -8192, -8192, 8192],
  [6437, -11362, 2261, 9633],
  [4433, -10704, 10704, -4433],
  [2260, -6436, 9633, -11363],
];
const MATRIX = Int32Array.from(
  HALVES.flatMap((half, u) => [...half, ...half.map((x) => (u % 2 === 0 ? x : -x)).reverse()]),
);

/**
 * The cosine transform of 8 x 8 samples, in place and in libjpeg's integer arithmetic.
 *
 * @param block - Samples − 128, row by row; becomes 8 times the coefficients, by vertical and horizontal
 *   frequency.
 */
export function forward(block: Int32Array): void {
  multiply(block, { along: "rows", by: "frequency", shift: 11 });
  multiply(block, { along: "columns", by: "frequency", shift: 15 });
}

/** And back: coefficients become samples − 128, not clipped. */
export function inverse(block: Int32Array): void {
  multiply(block, { along: "columns", by: "place", shift: 11 });
  multiply(block, { along: "rows", by: "place", shift: 18 });
}

/** Each row or column times the matrix, or its transpose; the products are rounded by `shift` bits. */
function multiply(
  block: Int32Array,
  { along, by, shift }: { along: "rows" | "columns"; by: "frequency" | "place"; shift: number },
): void {
  const [start, step] = along === "rows" ? [8, 1] : [1, 8];
  const [row, column] = by === "frequency" ? [8, 1] : [1, 8];
  const half = 1 << (shift - 1);
  const line = new Int32Array(8);
  for (let n = 0; n < 8; n++) {
    for (let i = 0; i < 8; i++) line[i] = block[n * start + i * step] as number;
    for (let i = 0; i < 8; i++) {
      let sum = half;
      for (let k = 0; k < 8; k++) {
        sum += (MATRIX[i * row + k * column] as number) * (line[k] as number);
      }
      block[n * start + i * step] = sum >> shift;
    }
  }
}
