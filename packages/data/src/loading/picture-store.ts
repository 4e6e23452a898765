import type { Picture } from "@unlabeled/core";
import type { PictureLocation } from "../sources/pictures/picture-location.ts";

const CHUNK = 1 << 20; // 1 MiB: hundreds of small pictures share one; larger pictures get their own
const UNIT = 1024; // the budget is counted in KiB, so that 32 bits reach 2 TiB

/** Bytes that all threads together may keep: a counter in shared memory. */
export type StoreBudget = SharedArrayBuffer;

/** @param bytes - What may be kept, ≥ 0. */
export function storeBudget(bytes: number): StoreBudget {
  const budget = new SharedArrayBuffer(4);
  new Int32Array(budget)[0] = Math.min(0x7fffffff, Math.floor(bytes / UNIT));
  return budget;
}

/** Decoded pictures in shared memory, as many as the budget of all threads allows. */
export class PictureStore {
  readonly #left: Int32Array;
  #chunk = new SharedArrayBuffer(0);
  #used = 0;

  constructor(budget: StoreBudget) {
    this.#left = new Int32Array(budget);
  }

  /** Copies the picture; undefined where the budget is spent. */
  keep({ width, height, pixels }: Picture): PictureLocation | undefined {
    const offset = this.#reserve(pixels.length);
    if (offset === undefined) return undefined;
    new Uint8Array(this.#chunk, offset, pixels.length).set(pixels);
    return { kind: "pixels", memory: this.#chunk, offset, width, height, channels: 3 };
  }

  #reserve(bytes: number): number | undefined {
    if (this.#used + bytes > this.#chunk.byteLength) {
      const size = Math.max(CHUNK, bytes);
      if (!this.#take(Math.ceil(size / UNIT))) return undefined;
      this.#chunk = new SharedArrayBuffer(size);
      this.#used = 0;
    }
    const offset = this.#used;
    this.#used += bytes;
    return offset;
  }

  #take(units: number): boolean {
    if (Atomics.sub(this.#left, 0, units) >= units) return true;
    Atomics.add(this.#left, 0, units);
    return false;
  }
}
