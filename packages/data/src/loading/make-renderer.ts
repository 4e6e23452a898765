import { existsSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type ViewPipeline, viewSizes } from "@unlabeled/core";
import { checkPixelLimit, DEFAULT_PIXEL_LIMIT } from "../sources/pictures/decode-picture.ts";
import { localRenderer } from "./local-renderer.ts";
import { storeBudget } from "./picture-store.ts";
import type { Renderer } from "./render-task.ts";
import { workerRenderer } from "./worker-renderer.ts";

/** Options that training batches and evaluation batches share. */
export interface LoadingOptions {
  /** Rows of a batch, ≥ 1. */
  readonly batchSize: number;
  /**
   * Worker threads that read, decode and render, ≥ 0; 0 does it on the main thread. The batches are
   * the same for any number. Default 1, which renders while the step runs; 0 where a worker cannot
   * make the pipeline: its module is TypeScript, or the program itself.
   */
  readonly workers?: number;
  /** Batches made ahead of the one in use, ≥ 0, with workers. Default 2: one ready, one in the making. */
  readonly prefetch?: number;
  /**
   * Bytes of decoded pictures to keep in memory, ≥ 0, so that later epochs decode only the rest.
   * Default 2^29 (512 MiB): 170,000 pictures of 32 x 32, 3,500 of 224 x 224.
   */
  readonly cacheBytes?: number;
  /**
   * Pixels a picture may have, an integer ≥ 1; a file with a larger one is skipped before it is decoded.
   * It bounds memory: eight pictures of up to 2^24 pixels and one of the limit are decoded at a time on a
   * thread, 3 bytes a pixel and more inside the decoder. Default 178,956,970 (512 MiB), as Pillow's.
   */
  readonly pixelLimit?: number;
  /** The worker thread's module, for bundled programs. Default: worker.js beside this package's code. */
  readonly workerUrl?: URL;
}

const DEFAULT_CACHE_BYTES = 2 ** 29;

/** Checks the options and chooses where to render; returns also how many batches to make ahead. */
export function makeRenderer(
  caller: string,
  pipeline: ViewPipeline,
  options: Omit<LoadingOptions, "batchSize">,
): { renderer: Renderer; prefetch: number } {
  const { prefetch = 2, cacheBytes = DEFAULT_CACHE_BYTES } = options;
  const { pixelLimit = DEFAULT_PIXEL_LIMIT } = options;
  const { workers, workerUrl = new URL("./worker.js", import.meta.url) } = options;
  for (const [name, value] of Object.entries({ workers: workers ?? 1, prefetch })) {
    if (!Number.isInteger(value) || value < 0) {
      throw new RangeError(`${caller}: ${name} must be an integer, at least 0; got ${value}.`);
    }
  }
  if (!(cacheBytes >= 0)) {
    throw new RangeError(`${caller}: cacheBytes must be at least 0; got ${cacheBytes}.`);
  }
  checkPixelLimit(caller, pixelLimit);
  const obstacle = obstacleToWorkers(pipeline, workerUrl);
  if (workers !== undefined && workers > 0 && obstacle !== undefined) {
    throw new RangeError(`${caller}: workers must be 0 here; got ${workers}. ${obstacle}`);
  }
  const count = workers ?? (obstacle === undefined ? 1 : 0);
  const budget = storeBudget(cacheBytes);
  if (count === 0) return { renderer: localRenderer(pipeline, budget, pixelLimit), prefetch: 0 };
  const setup = { recipe: pipeline.recipe, sizes: viewSizes(pipeline), budget, pixelLimit };
  return { renderer: workerRenderer(workerUrl, count, setup), prefetch };
}

/** Why worker threads cannot render this pipeline; undefined if they can. */
function obstacleToWorkers({ recipe }: ViewPipeline, workerUrl: URL): string | undefined {
  const { url, factory } = recipe;
  if (/\.[cm]?tsx?$/.test(url)) {
    return `A worker thread cannot load the pipeline "${factory}" from TypeScript (${url}): build it first.`;
  }
  const program = process.argv[1];
  if (program !== undefined && url === pathToFileURL(program).href) {
    return `A worker thread cannot load the pipeline "${factory}" from the program itself (${url}), which would run again: give it a module of its own.`;
  }
  if (workerUrl.protocol === "file:" && !existsSync(fileURLToPath(workerUrl))) {
    return `The worker thread's module is missing at ${workerUrl.href}: pass workerUrl, the place of @unlabeled/data's dist/worker.js.`;
  }
  return undefined;
}
