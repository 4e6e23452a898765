import type { PictureLocation } from "../sources/pictures/picture-location.ts";
import type { ReadFailure } from "../sources/pictures/picture-read-failure.ts";

/** One picture of a batch. */
export interface PictureTask {
  /** Its row in the batch. */
  readonly row: number;
  /** The sample whose random draws its views use. */
  readonly sample: number;
  /** The sample whose picture is shown: `sample`, or the one that stands in for it. */
  readonly shown: number;
  readonly location: PictureLocation;
}

/** Rows of a batch to render: plain data, for any thread. */
export interface RenderTask {
  /** Float32 values of `[rows, height, width, 3]` for each view, one after the other. */
  readonly into: SharedArrayBuffer;
  /** Rows of the whole batch. */
  readonly rows: number;
  readonly seed: number;
  readonly epoch: number;
  readonly pictures: readonly PictureTask[];
}

/** A picture that could not be read, and why. */
export interface Unreadable extends ReadFailure {
  readonly sample: number;
}

/** A picture that was decoded into shared memory, and need not be decoded again. */
export interface Kept {
  readonly sample: number;
  readonly location: PictureLocation;
}

export interface RenderReply {
  readonly unreadable: readonly Unreadable[];
  readonly kept: readonly Kept[];
}

/** Renders on some thread. */
export interface Renderer {
  /** Threads that render at once, ≥ 1. */
  readonly threads: number;
  /**
   * @throws {WorkerStopped} If a thread ended again and again at this task.
   * @throws {Error} If the pipeline fails; unreadable pictures are in the reply.
   */
  render(task: RenderTask): Promise<RenderReply>;
  /** Frees its threads; the next `render` starts them anew. */
  close(): Promise<void>;
}
