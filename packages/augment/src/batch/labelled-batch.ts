/** Views of N pictures and their labels, which may be soft. */
export interface LabelledBatch {
  /** `[N, H, W, C]`, any values. */
  readonly images: Float32Array;
  /** `[N, L]`: a distribution over the classes a picture; one-hot for a hard label. */
  readonly labels: Float32Array;
}

/**
 * Throws unless images and labels are those of `count` pictures.
 *
 * @param name - The function, for messages.
 */
export function checkBatch(name: string, { images, labels }: LabelledBatch, count: number): void {
  for (const [field, values] of Object.entries({ images, labels })) {
    if (!(values instanceof Float32Array)) {
      throw new TypeError(`${name}: batch.${field} must be a Float32Array.`);
    }
    if (values.length === 0 || values.length % count !== 0) {
      throw new RangeError(
        `${name}: batch.${field} must have a length that ${count}, the number of drawn partners, ` +
          `divides; got ${values.length}.`,
      );
    }
  }
}

/** Throws unless lambda is in [0, 1] and partners are positions in the batch. */
export function checkMix(
  name: string,
  { lambda, partners }: { lambda: number; partners: Uint32Array },
): void {
  if (!(lambda >= 0 && lambda <= 1)) {
    throw new RangeError(`${name}: lambda must be a number in [0, 1]; got ${lambda}.`);
  }
  const outside = partners.find((partner) => partner >= partners.length);
  if (outside !== undefined) {
    throw new RangeError(
      `${name}: partners must be positions in [0, ${partners.length}); got ${outside}.`,
    );
  }
}

/**
 * lambda times each row, plus (1 − lambda) times its partner's.
 *
 * @param rows - `[N, F]`, N = partners.length.
 */
export function mixedRows(
  rows: Float32Array,
  { lambda, partners }: { lambda: number; partners: Uint32Array },
): Float32Array {
  const width = rows.length / partners.length;
  const mixed = new Float32Array(rows.length);
  for (const [row, partner] of partners.entries()) {
    const [own, other] = [row * width, partner * width];
    for (let i = 0; i < width; i++) {
      mixed[own + i] =
        lambda * (rows[own + i] as number) + (1 - lambda) * (rows[other + i] as number);
    }
  }
  return mixed;
}
