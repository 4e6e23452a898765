/**
 * Stochastic depth's rate of each block: r · i / B for block i of B, so that the first is never left out.
 *
 * @param blocks - Of each stage.
 * @param rate - r.
 *
 * @see google-research/noisystudent, efficientnet_model.py, `drop_connect_rate * float(idx) / len(self._blocks)`
 */
export function dropRates(blocks: readonly number[], rate: number): number[][] {
  const total = blocks.reduce((sum, count) => sum + count, 0);
  let i = 0;
  return blocks.map((count) => Array.from({ length: count }, () => (rate * i++) / total));
}

/** @throws {RangeError} If a network's `stochasticDepth` is not in [0, 1). */
export function assertDropRate(caller: string, stochasticDepth: number): void {
  if (stochasticDepth >= 0 && stochasticDepth < 1) return;
  throw new RangeError(`${caller}: stochasticDepth must be in [0, 1); got ${stochasticDepth}.`);
}
