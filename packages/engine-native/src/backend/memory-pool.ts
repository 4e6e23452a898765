import type { Addon } from "../addon/addon.ts";

/** Below this the JavaScript heap serves as well, bytes. */
const SMALL = 4096;
/** Buffers may be larger than asked for by this factor, so that similar shapes share them. */
const SLACK = 1.15;
/** So much may be held, as a multiple of what was in use at most: the parts of a step need buffers of other sizes. */
const SPARE = 1.5;

/**
 * Buffers outside JavaScript's heap, used again and again: a training step asks for the same sizes each time.
 *
 * Free buffers are given back to the system when new ones are needed, so that at most half as much again is held
 * as was in use at the busiest moment.
 */
export class MemoryPool {
  readonly #addon: Addon;
  /** Free buffers by size, ascending. */
  #free: ArrayBuffer[] = [];
  /** How many tensors' data are in each buffer that is in use. */
  readonly #uses = new Map<ArrayBuffer, number>();
  #usedBytes = 0;
  #freeBytes = 0;
  #mostUsed = 0;

  constructor(addon: Addon) {
    this.#addon = addon;
  }

  /** So many floats, with whatever is in them. */
  floats(count: number): Float32Array {
    if (4 * count < SMALL) return new Float32Array(count);
    return new Float32Array(this.#take(4 * count), 0, count);
  }

  /** So many bfloat16 numbers, with whatever is in them. */
  halves(count: number): Uint16Array {
    if (2 * count < SMALL) return new Uint16Array(count);
    return new Uint16Array(this.#take(2 * count), 0, count);
  }

  bytes(count: number): Uint8Array {
    return new Uint8Array(this.#take(count), 0, count);
  }

  /** Whether an array lies in a buffer of the pool that is in use. */
  owns(array: unknown): array is ArrayBufferView {
    return ArrayBuffer.isView(array) && this.#uses.has(array.buffer as ArrayBuffer);
  }

  /** How many tensors' data are in the array's buffer; 0 where it is not the pool's. */
  uses(array: Float32Array): number {
    return this.#uses.get(array.buffer as ArrayBuffer) ?? 0;
  }

  /** One more user of the array's buffer, if it is the pool's. */
  share(array: unknown): void {
    if (!this.owns(array)) return;
    const buffer = array.buffer as ArrayBuffer;
    this.#uses.set(buffer, (this.#uses.get(buffer) as number) + 1);
  }

  /** One user less; with the last one the buffer is free again. Arrays that are not the pool's are left alone. */
  give(array: unknown): void {
    if (!this.owns(array)) return;
    const buffer = array.buffer as ArrayBuffer;
    const uses = (this.#uses.get(buffer) as number) - 1;
    if (uses > 0) {
      this.#uses.set(buffer, uses);
      return;
    }
    this.#uses.delete(buffer);
    this.#usedBytes -= buffer.byteLength;
    this.#freeBytes += buffer.byteLength;
    this.#free.splice(this.#firstOfAtLeast(buffer.byteLength), 0, buffer);
  }

  /** Bytes in use and bytes kept for the next use. */
  get usage(): { used: number; free: number } {
    return { used: this.#usedBytes, free: this.#freeBytes };
  }

  #take(bytes: number): ArrayBuffer {
    const at = this.#firstOfAtLeast(bytes);
    const found = this.#free[at];
    let buffer: ArrayBuffer;
    if (found && found.byteLength <= Math.max(bytes * SLACK, bytes + SMALL)) {
      this.#free.splice(at, 1);
      this.#freeBytes -= found.byteLength;
      buffer = found;
    } else {
      this.#makeRoom(bytes);
      buffer = this.#addon.allocate(bytes);
    }
    this.#uses.set(buffer, 1);
    this.#usedBytes += buffer.byteLength;
    this.#mostUsed = Math.max(this.#mostUsed, this.#usedBytes);
    return buffer;
  }

  /** Index of the first free buffer that is large enough. */
  #firstOfAtLeast(bytes: number): number {
    let [low, high] = [0, this.#free.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#free[middle] as ArrayBuffer).byteLength < bytes) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Gives free buffers back, the largest first, until a new one fits under what may be held. */
  #makeRoom(bytes: number): void {
    const most = SPARE * Math.max(this.#mostUsed, this.#usedBytes + bytes);
    while (this.#free.length > 0 && this.#usedBytes + this.#freeBytes + bytes > most) {
      const buffer = this.#free.pop() as ArrayBuffer;
      this.#freeBytes -= buffer.byteLength;
      this.#addon.release(new Uint8Array(buffer));
    }
  }
}
