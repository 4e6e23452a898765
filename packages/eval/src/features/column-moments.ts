import type { FeatureTable } from "./feature-table.ts";

/** Mean and standard deviation (divided by N) of each column, in float64. */
export function columnMoments({ values, count, width }: FeatureTable): {
  means: Float64Array;
  deviations: Float64Array;
} {
  const means = new Float64Array(width);
  for (let at = 0; at < values.length; at += width) {
    for (let f = 0; f < width; f++) means[f] = (means[f] as number) + (values[at + f] as number);
  }
  for (let f = 0; f < width; f++) means[f] = (means[f] as number) / count;
  const squares = new Float64Array(width);
  for (let at = 0; at < values.length; at += width) {
    for (let f = 0; f < width; f++) {
      const difference = (values[at + f] as number) - (means[f] as number);
      squares[f] = (squares[f] as number) + difference * difference;
    }
  }
  return { means, deviations: squares.map((sum) => Math.sqrt(sum / count)) };
}
