import type { Picture, ViewPipeline } from "@unlabeled/core";
import { readFailure } from "../sources/pictures/picture-read-failure.ts";
import { readPicture } from "../sources/pictures/read-picture.ts";
import type { PictureStore } from "./picture-store.ts";
import type { Kept, PictureTask, RenderReply, RenderTask, Unreadable } from "./render-task.ts";
import { slotLayout, type ViewPlace } from "./slot-layout.ts";

const READS_AT_ONCE = 8; // decoders run on libuv's 4 threads; twice that also hides the disk

/** How a thread renders: the same for all tasks. */
export interface Rendering {
  readonly pipeline: ViewPipeline;
  readonly store: PictureStore;
  /** Pixels that an encoded picture may have. */
  readonly pixelLimit: number;
}

/**
 * Reads, decodes and renders the pictures of a task into its memory.
 *
 * What is written depends on the task alone, never on which picture is decoded first.
 *
 * @throws {Error} If the pipeline fails.
 */
export async function renderPictures(
  task: RenderTask,
  { pipeline, store, pixelLimit }: Rendering,
): Promise<RenderReply> {
  const unreadable: Unreadable[] = [];
  const kept: Kept[] = [];
  const { reducible } = pipeline;
  const { places } = slotLayout(pipeline, task.rows);
  const pictures = task.pictures[Symbol.iterator](); // shared: each lane takes the next
  const lane = async (): Promise<void> => {
    for (const one of pictures) {
      let picture: Picture;
      try {
        picture = await readPicture(one.location, { pixelLimit, reducible });
      } catch (error) {
        unreadable.push({ sample: one.shown, ...readFailure(error) });
        continue;
      }
      if (one.location.kind === "file") {
        const location = store.keep(picture);
        if (location !== undefined) kept.push({ sample: one.shown, location });
      }
      renderViews(task, one, picture, { pipeline, places });
    }
  };
  await Promise.all(Array.from({ length: READS_AT_ONCE }, lane));
  return { unreadable, kept };
}

function renderViews(
  { into, seed, epoch }: RenderTask,
  { row, sample, shown }: PictureTask,
  picture: Picture,
  { pipeline, places }: { pipeline: ViewPipeline; places: readonly ViewPlace[] },
): void {
  for (const [view, { start, size }] of places.entries()) {
    const place = new Float32Array(into, 4 * (start + row * size), size);
    try {
      pipeline.render(picture, { seed, epoch, sample, view }, place);
    } catch (error) {
      throw new Error(
        `batches: the pipeline ${pipeline.recipe.factory} failed on view ${view} of picture ${shown}: ${readFailure(error).reason}`,
        { cause: error },
      );
    }
  }
}
