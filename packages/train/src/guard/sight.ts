import * as tf from "@tensorflow/tfjs";
import { LOOK_SCALARS, type LookScalars, type LookTensors } from "./look.ts";
import { type RowStatistics, type Rows, rowStatistics } from "./row-statistics.ts";

/** What the guard has seen of one step. */
export interface Sight extends RowStatistics, LookScalars {
  /** Rows that were measured, and their length. */
  readonly N: number;
  readonly D: number;
}

/** Reads what a look has taken, and frees it. Statistics are NaN where the embeddings are. */
export async function readSight({ embeddings, scalars }: LookTensors): Promise<Sight> {
  const [, N, D] = embeddings.shape;
  const [values, numbers] = [await embeddings.data<"float32">(), await scalars.data()];
  tf.dispose([embeddings, scalars]);
  const named = Object.fromEntries(LOOK_SCALARS.map((name, i) => [name, numbers[i] ?? Number.NaN]));
  const [first, second] = [0, 1].map((view) => ({
    values: values.slice(view * N * D, (view + 1) * N * D),
    ...{ N, D },
  })) as [Rows, Rows];
  const finite = values.every(Number.isFinite);
  return { N, D, ...(named as LookScalars), ...(finite ? rowStatistics(first, second) : UNKNOWN) };
}

const UNKNOWN: RowStatistics = {
  spread: Number.NaN,
  rank: Number.NaN,
  uniformity: Number.NaN,
  alignment: Number.NaN,
};
