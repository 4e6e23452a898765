import type { ViewPipeline } from "@unlabeled/core";
import type { PictureLocation } from "../sources/picture-location.ts";
import type { Source } from "../sources/source.ts";
import type { PictureTask, Renderer } from "./render-task.ts";

/** A picture that was left out because it could not be read or decoded. */
export interface SkippedPicture {
  /** Its place in the source. */
  readonly index: number;
  /** Its name: a path, or a shard's member. */
  readonly key: string;
  /** The decoder's or the system's words. */
  readonly reason: string;
}

/** What to make: rows by the samples they show. */
export interface BatchRequest {
  readonly seed: number;
  readonly epoch: number;
  readonly samples: ArrayLike<number>;
}

/** Makes batches of views as plain numbers, with any renderer; knows which pictures are unreadable. */
export class BatchMaker {
  readonly #source: Source;
  readonly #pipeline: ViewPipeline;
  readonly #renderer: Renderer;
  readonly #reasons = new Map<number, string>();
  readonly #kept = new Map<number, PictureLocation>();
  readonly #freeSlots: SharedArrayBuffer[] = [];

  constructor(source: Source, pipeline: ViewPipeline, renderer: Renderer) {
    this.#source = source;
    this.#pipeline = pipeline;
    this.#renderer = renderer;
  }

  /** Unreadable pictures met until now, in the source's order. */
  get skipped(): SkippedPicture[] {
    return [...this.#reasons]
      .sort(([a], [b]) => a - b)
      .map(([index, reason]) => ({ index, key: this.#source.key(index), reason }));
  }

  isUnreadable(sample: number): boolean {
    return this.#reasons.has(sample);
  }

  /**
   * The views of a batch, each `[rows, height, width, 3]`. In the row of an unreadable picture stands
   * the next readable one of the source, with the row's own random draws.
   *
   * @throws {Error} If no picture of the source can be read.
   */
  async make(request: BatchRequest): Promise<Float32Array[]> {
    const rows = request.samples.length;
    const { count, height, width } = this.#pipeline;
    const size = height * width * 3 * rows;
    const slot = this.#takeSlot(4 * size * count);
    let left = Array.from(request.samples, (sample, row) => ({ row, sample }));
    while (left.length > 0) {
      const pictures = left.map(({ row, sample }) => this.#picture(row, sample));
      await this.#render({ ...request, into: slot, rows, pictures });
      left = pictures.filter(({ shown }) => this.isUnreadable(shown));
    }
    const views = Array.from({ length: count }, (_, view) =>
      // a copy in ordinary memory: engines may keep what they are given, and the slot is used again
      new Float32Array(slot, 4 * size * view, size).slice(),
    );
    this.#freeSlots.push(slot); // not after an error: a thread may still write
    return views;
  }

  #picture(row: number, sample: number): PictureTask {
    const { length } = this.#source;
    for (let step = 0; step < length; step++) {
      const shown = (sample + step) % length;
      if (this.isUnreadable(shown)) continue;
      return { row, sample, shown, location: this.#kept.get(shown) ?? this.#source.locate(shown) };
    }
    const [first] = this.skipped;
    throw new Error(
      `batches: source must hold a picture that can be read; got ${length} of which none can (the first, "${first?.key}": ${first?.reason}).`,
    );
  }

  /** Rows in equal parts to all threads. */
  async #render(task: Parameters<Renderer["render"]>[0]): Promise<void> {
    const share = Math.ceil(task.pictures.length / this.#renderer.threads);
    const parts = Array.from({ length: this.#renderer.threads }, (_, part) =>
      task.pictures.slice(part * share, (part + 1) * share),
    ).filter((part) => part.length > 0);
    const replies = await Promise.all(
      parts.map((pictures) => this.#renderer.render({ ...task, pictures })),
    );
    for (const { unreadable, kept } of replies) {
      for (const { sample, reason } of unreadable) this.#reasons.set(sample, reason);
      for (const { sample, location } of kept) this.#kept.set(sample, location);
    }
  }

  #takeSlot(bytes: number): SharedArrayBuffer {
    const at = this.#freeSlots.findIndex((slot) => slot.byteLength === bytes);
    const [slot] = at < 0 ? [] : this.#freeSlots.splice(at, 1);
    return slot ?? new SharedArrayBuffer(bytes);
  }
}
