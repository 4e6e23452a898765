import type * as tf from "@tensorflow/tfjs";
import type { RowSeeds, Tensors } from "@unlabeled/core";

/**
 * The numbers of which the network draws its own noise, from a batch's `seeds`, `[N, k]`; undefined where it has none.
 *
 * @param k - How many each of the N rows has.
 * @throws {RangeError} If there are others.
 */
export function rowSeedsOf(
  caller: string,
  { seeds }: { readonly seeds?: tf.Tensor } & Tensors,
  [N, k]: readonly [N: number, k: number],
): RowSeeds | undefined {
  if (seeds === undefined) return undefined;
  if (seeds.shape.join() !== `${N},${k}`) {
    throw new RangeError(
      `${caller}: seeds must have shape [${N}, ${k}], a number for each image; got [${seeds.shape.join(", ")}]: withRowSeeds with perRow: ${k}.`,
    );
  }
  return seeds.dataSync<"int32">();
}
