/**
 * From shares in [0, 1 − 2⁻³²] to the least count whose cumulative probability is not below, of the Poisson
 * distribution of a mean in [0, 700]: what a uniform draw becomes.
 */
export function poissonQuantiles(mean: number): (share: number) => number {
  const cumulative: number[] = [];
  let probability = Math.exp(-mean);
  for (let sum = 0, count = 0; probability > 0 && sum < MOST; probability *= mean / ++count) {
    sum += probability;
    cumulative.push(sum);
  }
  const last = cumulative.length - 1;
  return (share) => {
    let [low, high] = [0, last];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] as number) < share) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

const MOST = 1 - 2 ** -33; // above every draw of 32 bits
