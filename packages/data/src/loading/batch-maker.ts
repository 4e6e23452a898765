import type { ViewPipeline } from "@unlabeled/core";
import { type RefusedPicture, requireDisk } from "../sources/pictures/picture-disk.ts";
import type { PictureLocation } from "../sources/pictures/picture-location.ts";
import type { Source } from "../sources/source.ts";
import type { PictureTask, Renderer, RenderReply } from "./render-task.ts";
import { slotLayout } from "./slot-layout.ts";
import { WorkerStopped } from "./worker-stopped.ts";

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

/** Views in shared memory, which is used again. */
export interface MadeBatch {
  /** Each `[rows, height, width, 3]`. */
  readonly views: readonly Float32Array[];
  /** The picture in each row: another one than was asked for where that cannot be read. */
  readonly shown: Int32Array;
  /** To be called once when nobody needs the views any longer. */
  release(): void;
}

const MOST_NAMED = 3;

/** Makes batches of views as plain numbers, with any renderer; knows which pictures are unreadable. */
export class BatchMaker {
  readonly #source: Source;
  readonly #pipeline: ViewPipeline;
  readonly #renderer: Renderer;
  readonly #reasons = new Map<number, string>();
  readonly #standIns = new Map<number, number>(); // of unreadable pictures, as far as was looked
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

  /** Whether the picture is decoded in memory. */
  isKept(sample: number): boolean {
    return this.#kept.has(sample);
  }

  isUnreadable(sample: number): boolean {
    return this.#reasons.has(sample);
  }

  /**
   * The views of a batch. In the row of an unreadable picture stands
   * the next readable one of the source, with the row's own random draws.
   *
   * @throws {Error} If no picture of the source can be read, its folder, disk or shard is gone or was
   *   changed, the pipeline fails, or worker threads end again and again.
   */
  async make(request: BatchRequest): Promise<MadeBatch> {
    const rows = request.samples.length;
    const { places, bytes } = slotLayout(this.#pipeline, rows);
    const slot = this.#takeSlot(bytes);
    let left = Array.from(request.samples, (sample, row) => ({ row, sample }));
    const readable = new Set<number>();
    const inRow = new Int32Array(rows);
    while (left.length > 0) {
      const wanted = left.map(({ row, sample }) => this.#picture(row, sample));
      const pictures = onceEach(wanted, readable);
      await this.#render({ ...request, into: slot, rows, pictures });
      const done = new Set(pictures.filter(({ shown }) => !this.isUnreadable(shown)));
      for (const { shown, row } of done) {
        readable.add(shown);
        inRow[row] = shown;
      }
      left = wanted.filter((picture) => !done.has(picture));
    }
    const views = places.map(({ start, size }) => new Float32Array(slot, 4 * start, rows * size));
    // after an error the slot is not used again: a thread may still write
    return { views, shown: inRow, release: () => this.#freeSlots.push(slot) };
  }

  #picture(row: number, sample: number): PictureTask {
    const { length } = this.#source;
    if (this.#reasons.size === length) {
      const [first] = this.skipped;
      throw new Error(
        `batches: source must hold a picture that can be read; got ${length} of which none can (the first, "${first?.key}": ${first?.reason}).`,
      );
    }
    const shown = this.#readableFrom(sample);
    return { row, sample, shown, location: this.#kept.get(shown) ?? this.#source.locate(shown) };
  }

  /** The first picture from `sample` on, cyclically, that is not known to be unreadable. */
  #readableFrom(sample: number): number {
    const passed: number[] = [];
    let at = sample;
    while (this.isUnreadable(at)) {
      passed.push(at);
      at = this.#standIns.get(at) ?? (at + 1) % this.#source.length;
    }
    for (const each of passed) this.#standIns.set(each, at); // the next search is short
    return at;
  }

  /** Rows in equal parts to all threads. */
  async #render(task: Parameters<Renderer["render"]>[0]): Promise<void> {
    const share = Math.ceil(task.pictures.length / this.#renderer.threads);
    const parts = Array.from({ length: this.#renderer.threads }, (_, part) =>
      task.pictures.slice(part * share, (part + 1) * share),
    ).filter((part) => part.length > 0);
    let replies: RenderReply[];
    try {
      replies = await Promise.all(
        parts.map((pictures) => this.#renderer.render({ ...task, pictures })),
      );
    } catch (error) {
      throw error instanceof WorkerStopped ? this.#naming(error) : error;
    }
    const unreadable = replies.flatMap((reply) => reply.unreadable);
    const refused = unreadable.filter(
      (one): one is RefusedPicture & typeof one => one.cause !== "picture",
    );
    await requireDisk("batches", this.#source, refused, (sample) => this.isUnreadable(sample));
    for (const { sample, reason } of unreadable) this.#reasons.set(sample, reason);
    for (const { kept } of replies) {
      for (const { sample, location } of kept) this.#kept.set(sample, location);
    }
  }

  #naming({ reason, tries, samples }: WorkerStopped): Error {
    const names = samples.slice(0, MOST_NAMED).map((sample) => `"${this.#source.key(sample)}"`);
    const more = samples.length > MOST_NAMED ? ` and ${samples.length - MOST_NAMED} more` : "";
    return new Error(
      `batches: a worker thread stopped before its batch was ready: ${reason}. That was try ${tries} at ${names.join(", ")}${more}: take such pictures away, or mend the pipeline.`,
    );
  }

  #takeSlot(bytes: number): SharedArrayBuffer {
    const at = this.#freeSlots.findIndex((slot) => slot.byteLength === bytes);
    const [slot] = at < 0 ? [] : this.#freeSlots.splice(at, 1);
    return slot ?? new SharedArrayBuffer(bytes);
  }
}

/** Of rows that show the same picture, only the first: one that cannot be read is tried once, not for each. */
function onceEach(pictures: readonly PictureTask[], readable: ReadonlySet<number>): PictureTask[] {
  const tried = new Set<number>();
  return pictures.filter(({ shown }) => {
    const isNext = readable.has(shown) || !tried.has(shown);
    tried.add(shown);
    return isNext;
  });
}
