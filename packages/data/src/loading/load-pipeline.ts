import { type ViewPipeline, type ViewSize, viewSizes } from "@unlabeled/core";
import type { WorkerSetup } from "./worker-messages.ts";

/**
 * Makes a pipeline again from its recipe, on a worker thread.
 *
 * @throws {Error} If the module or the factory cannot be used, or another pipeline comes out.
 */
export async function loadPipeline({
  recipe,
  sizes,
}: Omit<WorkerSetup, "budget" | "pixelLimit">): Promise<ViewPipeline> {
  const { url, factory, options } = recipe;
  let made: unknown;
  try {
    const module: Readonly<Record<string, unknown>> = await import(url);
    const make = module[factory];
    if (typeof make !== "function") throw new Error(`it exports no function ${factory}`);
    made = make(options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `batches: a worker thread cannot make the pipeline "${factory}" from ${url}: ${reason}. Export it from a module of its own, or pass workers: 0.`,
      { cause: error },
    );
  }
  const pipeline = made as ViewPipeline; // as the recipe promises; its size is checked:
  const [wanted, got] = [sizes, viewSizes(pipeline)].map(describe);
  if (wanted !== got) {
    throw new Error(
      `batches: the pipeline "${factory}" from ${url} must be its recipe's: expected ${wanted}, got ${got}.`,
    );
  }
  return pipeline;
}

/** "2 views of 32 x 32". */
function describe(sizes: readonly ViewSize[]): string {
  const words = sizes.map(({ height, width }) => `${height} x ${width}`);
  return `${sizes.length} views of ${[...new Set(words)].join(" and ")}`;
}
