/** Numbers in classes. */
interface ScoredClasses {
  /** `[N]`. */
  readonly scores: Float32Array | Float64Array;
  /** `[N]`, in [0, L). */
  readonly labels: Int32Array;
  /** Which take part, `[N]`; 0: not. */
  readonly among: Uint8Array;
}

/**
 * Marks the greatest scores of each class, as many as wanted or all that there are; of equal ones the first.
 *
 * @param counts - How many are wanted, `[L]`.
 * @returns `marked`, 1 or 0, `[N]`; `cuts`, the least marked score of a class that has more than are wanted, else −∞, `[L]`.
 */
export function greatestOfEach(
  { scores, labels, among }: ScoredClasses,
  counts: ArrayLike<number>,
): { marked: Uint8Array; cuts: Float64Array } {
  const L = counts.length;
  const ends = new Float64Array(L); // of each class, when all are sorted by class
  for (let i = 0; i < labels.length; i++) if (among[i]) add(ends, labels[i] as number);
  for (let label = 1; label < L; label++) add(ends, label, ends[label - 1]);

  const sorted = new Float64Array(ends[L - 1] as number);
  const starts = ends.slice();
  for (let i = 0; i < labels.length; i++) {
    if (among[i]) sorted[add(starts, labels[i] as number, -1)] = scores[i] as number;
  }
  const cuts = new Float64Array(L).fill(Number.NEGATIVE_INFINITY);
  const ties = new Float64Array(L); // how many of those that equal the cut are marked
  for (let label = 0; label < L; label++) {
    const ofClass = sorted.subarray(starts[label], ends[label]).sort();
    const count = counts[label] as number;
    if (ofClass.length <= count) continue;
    const cut = ofClass[ofClass.length - count] ?? Number.POSITIVE_INFINITY;
    cuts[label] = cut;
    ties[label] = count - ofClass.reduce((above, score) => above + Number(score > cut), 0);
  }
  const marked = new Uint8Array(labels.length);
  for (let i = 0; i < labels.length; i++) {
    const [label, score] = [labels[i] as number, scores[i] as number];
    const cut = cuts[label] as number;
    marked[i] = Number(
      Boolean(among[i]) && (score > cut || (score === cut && add(ties, label, -1) >= 0)),
    );
  }
  return { marked, cuts };
}

/** Adds in place; what it then is. */
function add(sums: Float64Array, at: number, by = 1): number {
  const sum = (sums[at] as number) + by;
  sums[at] = sum;
  return sum;
}
