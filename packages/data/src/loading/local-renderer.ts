import type { ViewPipeline } from "@unlabeled/core";
import { PictureStore, type StoreBudget } from "./picture-store.ts";
import { renderPictures } from "./render-pictures.ts";
import type { Renderer } from "./render-task.ts";

/** Renders on the thread that asks. */
export function localRenderer(pipeline: ViewPipeline, budget: StoreBudget): Renderer {
  const store = new PictureStore(budget);
  return {
    threads: 1,
    render: (task) => renderPictures(task, pipeline, store),
    close: async () => {},
  };
}
