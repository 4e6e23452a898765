import type { Alarm } from "./guard/alarm.ts";

/** What one step tells. All of it is JSON: a report is a line of metrics.jsonl. */
export interface Report {
  /** Optimizer updates done, this one included: 1 … totalSteps. */
  readonly step: number;
  /** Optimizer updates of the whole run. */
  readonly totalSteps: number;
  /** The epoch that this step's batch belongs to, from 0. */
  readonly epoch: number;
  /** The method's loss on this step's batch, before the update. */
  readonly loss: number;
  /**
   * The method's measures on the same batch, by name. Steps that the guard looked at (every tenth of the first 200, then
   * every fiftieth) have more: `rank`, the effective rank of the embeddings; `alignment` and `uniformity`; `change`, how
   * much the update changed kernels, as a share. Steps that were probed have what the probe measured, `probe/…`.
   */
  readonly measures: Readonly<Record<string, number>>;
  /** Rate of this step's update. */
  readonly learningRate: number;
  /** Norm of all gradients together, before clipping. Only with `clipNorm`, and where the guard looked. */
  readonly gradientNorm?: number;
  /** Rows of batches trained on a second, over the last steps; waiting for batches included, the consumer's own time left out. */
  readonly imagesPerSecond: number;
  /** Estimate for the rest of the run at this pace, seconds. */
  readonly secondsLeft: number;
  /** Why the run does not learn, where the guard sees that it does not. Only with `guard: "report"`. */
  readonly alarm?: Alarm;
  /** What to know about how the run was resumed. Only in the first report after that. */
  readonly notices?: readonly string[];
}
