import type { Report } from "../report.ts";

/**
 * How long a run had trained at each of its reports, seconds.
 *
 * The sum of the steps' durations by the reports' paces, which are means over the last 20 steps: right
 * but for some of the first and last. Checkpoints, pauses and the loop's own consumer are not in it.
 *
 * @param reports - From the first step on.
 * @param batchSize - Rows of a batch.
 */
export function elapsedSeconds(
  reports: readonly Pick<Report, "imagesPerSecond">[],
  batchSize: number,
): number[] {
  let sum = 0;
  return reports.map(({ imagesPerSecond }) => {
    const seconds = batchSize / imagesPerSecond;
    if (Number.isFinite(seconds)) sum += seconds;
    return sum;
  });
}
