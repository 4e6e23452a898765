import { z } from "zod";
import { count, orFalse } from "./values.ts";

/** Keys that say how a training is done: pictures, batches, seed. */
export const runKeys = {
  data: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Pictures: a folder, tar shards, Parquet, IDX, NumPy or CIFAR files, or videos. Relative to this file.",
    ),
  size: z
    .int()
    .min(8)
    .max(16384)
    .default(64)
    .describe("Height and width of the views, pixels, in [8, 16384]. Default: 64."),
  epochs: count
    .default(100)
    .describe("Passes over the pictures, an integer of at least 1. Default: 100."),
  batchSize: count
    .min(2)
    .default(256)
    .describe("Pictures of an update, an integer of at least 2. Default: 256."),
  chunk: orFalse(z.int().min(2))
    .optional()
    .describe(
      "Pictures that go through the networks at once, at least 2, a divisor of batchSize: large batches in little memory, with a second forward pass (gradient caching). Batch normalization then sees a chunk. false: the whole batch. Default: false.",
    ),
  seed: z
    .int()
    .min(0)
    .max(0xffffffff)
    .default(0)
    .describe("All randomness follows from it, an integer in [0, 2^32). Default: 0."),
};
