import { type FileHandle, open } from "node:fs/promises";
import type { FileLocation } from "../sources/pictures/picture-location.ts";
import type { Source } from "../sources/source.ts";
import type { EpochOrder } from "./epoch-order.ts";

const READ_AT_ONCE = 2 ** 20; // bytes: a disk that seeks in 10 ms still reads at full speed

/**
 * Reads shards from beginning to end, just ahead of the buffer that shuffles their pictures, so that the
 * pictures' own reading finds them in the system's page cache. It changes the speed and nothing else;
 * what it reads is not kept here, and errors are left to those who need the pictures.
 */
export class SequentialReader {
  readonly #source: Source;
  readonly #buffered: number;
  readonly #isKept: (sample: number) => boolean;
  #scratch: Buffer | undefined;
  #epoch = -1;
  #over = new Set<number>(); // shown before the position at which the epoch was begun
  #next = 0; // in the order in which pictures enter the buffer
  #last: Promise<void> = Promise.resolve();

  /**
   * @param buffered - Pictures in the shuffle buffer.
   * @param isKept - Whether a picture need not be read, as it is in memory.
   */
  constructor(source: Source, buffered: number, isKept: (sample: number) => boolean) {
    this.#source = source;
    this.#buffered = buffered;
    this.#isKept = isKept;
  }

  /** Reads all that can be shown at positions from `position` to `end` − 1 of an epoch and was not read. */
  reach(epoch: number, order: Required<EpochOrder>, position: number, end: number): Promise<void> {
    this.#last = this.#last.then(async () => {
      if (epoch !== this.#epoch) {
        this.#epoch = epoch;
        this.#next = 0;
        this.#over = new Set(order.shown.subarray(0, position));
      }
      const to = Math.min(order.entering.length, end + this.#buffered);
      await this.#read(order.entering.subarray(this.#next, Math.max(this.#next, to)));
      this.#next = Math.max(this.#next, to);
    });
    return this.#last;
  }

  async #read(samples: Uint32Array): Promise<void> {
    let file: { path: string; handle: FileHandle; at: number } | undefined;
    try {
      for (const sample of samples) {
        if (this.#isKept(sample) || this.#over.has(sample)) continue;
        const location = this.#source.locate(sample);
        if (location.kind !== "file" || location.length === undefined) continue;
        if (location.path !== file?.path) {
          await file?.handle.close();
          file = undefined;
          file = { path: location.path, handle: await open(location.path), at: 0 };
        }
        file.at = await this.#readOn(
          file.handle,
          Math.max(file.at, location.offset ?? 0),
          location,
        );
      }
    } catch {
      // whoever needs the picture will say so
    } finally {
      await file?.handle.close();
    }
  }

  async #readOn(handle: FileHandle, from: number, location: FileLocation): Promise<number> {
    const end = (location.offset ?? 0) + (location.length ?? 0);
    this.#scratch ??= Buffer.allocUnsafeSlow(READ_AT_ONCE);
    let at = from;
    while (at < end) {
      const { bytesRead } = await handle.read(this.#scratch, 0, READ_AT_ONCE, at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return at;
  }
}
