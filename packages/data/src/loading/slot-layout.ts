import { type ViewPipeline, viewSizes } from "@unlabeled/core";

/** Where a view's rows are in a batch's memory, float32 values. */
export interface ViewPlace {
  /** Of its first row. */
  readonly start: number;
  /** Of one row. */
  readonly size: number;
}

/** How the views of a batch lie in memory: `[rows, height, width, 3]` of each, one after the other. */
export function slotLayout(
  pipeline: ViewPipeline,
  rows: number,
): { readonly places: readonly ViewPlace[]; readonly bytes: number } {
  let start = 0;
  const places = viewSizes(pipeline).map(({ height, width }) => {
    const place = { start, size: height * width * 3 };
    start += rows * place.size;
    return place;
  });
  return { places, bytes: 4 * start };
}
