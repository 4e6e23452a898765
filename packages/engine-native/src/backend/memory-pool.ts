import type { Addon } from "../addon/addon.ts";
import { Arenas, type Block } from "./arenas.ts";

/** Below this the JavaScript heap serves as well, bytes. */
const SMALL = 4096;
/** From here on blocks come from arenas of their own, so that small ones do not take large ones apart, bytes. */
const LARGE = 1 << 18;
/** Bytes of an arena of small blocks, and of one of large blocks. */
const [SMALL_ARENA, LARGE_ARENA] = [1 << 23, 1 << 28];
/** Arenas that nothing uses may be held up to this multiple of what was in use at most. */
const SPARE = 1.5;

/**
 * Memory of tensors outside JavaScript's heap, used again and again.
 *
 * An array counts as a user of the block in which it lies; several tensors' data can share one.
 */
export class MemoryPool {
  readonly #small: Arenas;
  readonly #large: Arenas;
  #mostUsed = 0;

  constructor(addon: Addon) {
    this.#small = new Arenas(addon, SMALL_ARENA);
    this.#large = new Arenas(addon, LARGE_ARENA);
  }

  /** So many floats, with whatever is in them. */
  floats(count: number): Float32Array {
    if (4 * count < SMALL) return new Float32Array(count);
    const { arena, offset } = this.#take(4 * count);
    return new Float32Array(arena.buffer, offset, count);
  }

  /** So many bfloat16 numbers, with whatever is in them. */
  halves(count: number): Uint16Array {
    if (2 * count < SMALL) return new Uint16Array(count);
    const { arena, offset } = this.#take(2 * count);
    return new Uint16Array(arena.buffer, offset, count);
  }

  bytes(count: number): Uint8Array {
    const { arena, offset } = this.#take(count);
    return new Uint8Array(arena.buffer, offset, count);
  }

  /** Whether an array lies in memory of the pool that is in use. */
  owns(array: unknown): array is ArrayBufferView {
    return this.#blockOf(array) !== undefined;
  }

  /** How many tensors' data are in the array's block; 0 where it is not the pool's. */
  uses(array: Float32Array): number {
    return this.#blockOf(array)?.uses ?? 0;
  }

  /** One more user of the array's block, if it is the pool's. */
  share(array: unknown): void {
    const block = this.#blockOf(array);
    if (block) block.uses++;
  }

  /** One user less; with the last one the block is free again. Arrays that are not the pool's are left alone. */
  give(array: unknown): void {
    const block = this.#blockOf(array);
    if (block === undefined) return;
    if (block.uses > 1) block.uses--;
    else block.arena.home.give(block);
  }

  /** Bytes in use, and bytes held for the next use, for which the system may have given no memory yet. */
  get usage(): { used: number; free: number } {
    const used = this.#small.used + this.#large.used;
    return { used, free: this.#held - used };
  }

  #take(bytes: number): Block {
    const arenas = bytes < LARGE ? this.#small : this.#large;
    let block = arenas.take(bytes);
    if (block === undefined) {
      const { used } = this.usage;
      const most = SPARE * Math.max(this.#mostUsed, used + bytes);
      if (this.#held + arenas.growth(bytes) > most) arenas.releaseUnused();
      arenas.grow(bytes);
      block = arenas.take(bytes) as Block;
    }
    this.#mostUsed = Math.max(this.#mostUsed, this.usage.used);
    return block;
  }

  get #held(): number {
    return this.#small.held + this.#large.held;
  }

  #blockOf(array: unknown): Block | undefined {
    if (!ArrayBuffer.isView(array)) return undefined;
    return this.#small.blockOf(array) ?? this.#large.blockOf(array);
  }
}
