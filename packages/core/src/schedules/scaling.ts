/**
 * The learning rate for a batch: base · B / 256.
 *
 * @param base - The rate for a batch of 256, ≥ 0.
 * @param batchSize - B, images an update, ≥ 1.
 * @throws {RangeError} If an argument is out of range.
 *
 * @see Goyal et al., Accurate, Large Minibatch SGD, 2017, section 2.1: https://arxiv.org/abs/1706.02677
 */
export function linearScaling(base: number, batchSize: number): number {
  check("linearScaling", base, batchSize);
  return (base * batchSize) / 256;
}

/**
 * The learning rate for a batch: base · √B. Better than the linear one for small batches.
 *
 * @param base - The rate for a batch of 1, ≥ 0. SimCLR: 0.075, SimCLRv2: 0.1.
 * @param batchSize - B, images an update, ≥ 1.
 * @throws {RangeError} If an argument is out of range.
 *
 * @see Chen et al., A Simple Framework for Contrastive Learning, 2020, appendix B.1:
 *   https://arxiv.org/abs/2002.05709
 */
export function squareRootScaling(base: number, batchSize: number): number {
  check("squareRootScaling", base, batchSize);
  return base * Math.sqrt(batchSize);
}

function check(caller: string, base: number, batchSize: number): void {
  if (!(base >= 0 && base < Infinity)) {
    throw new RangeError(`${caller}: base must be finite and ≥ 0; got ${base}.`);
  }
  if (!(batchSize >= 1 && batchSize < Infinity)) {
    throw new RangeError(`${caller}: batchSize must be finite and ≥ 1; got ${batchSize}.`);
  }
}
