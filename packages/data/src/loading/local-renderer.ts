import type { ViewPipeline } from "@unlabeled/core";
import { DEFAULT_PIXEL_LIMIT } from "../sources/pictures/decode-picture.ts";
import { PictureStore, type StoreBudget } from "./picture-store.ts";
import { renderPictures } from "./render-pictures.ts";
import type { Renderer } from "./render-task.ts";

/** Renders on the thread that asks. */
export function localRenderer(
  pipeline: ViewPipeline,
  budget: StoreBudget,
  pixelLimit: number = DEFAULT_PIXEL_LIMIT,
): Renderer {
  const store = new PictureStore(budget);
  return {
    threads: 1,
    render: (task) => renderPictures(task, { pipeline, store, pixelLimit }),
    close: async () => {},
  };
}
