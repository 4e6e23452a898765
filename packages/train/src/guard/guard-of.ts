import type { Batches, Method } from "@unlabeled/core";
import type { TrainOptions } from "../train-options.ts";
import { type CollapseGuard, collapseGuard } from "./collapse-guard.ts";

/** The guard of a run; undefined where none is wanted, or the method says nothing that could be watched. */
export function guardOf(
  { name, settings, watch }: Pick<Method, "name" | "settings" | "watch">,
  { batchSize }: Pick<Batches, "batchSize">,
  { guard = "stop", chunk = batchSize }: Pick<TrainOptions, "guard" | "chunk">,
): CollapseGuard | undefined {
  if (guard === "off" || watch === undefined) return undefined;
  return collapseGuard({ name, settings, watch }, { batchSize, images: chunk });
}
