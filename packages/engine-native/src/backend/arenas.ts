import type { Addon } from "../addon/addon.ts";

const PAGE = 4096;

/** A part of an arena: free where nobody uses it. */
export interface Block {
  readonly arena: Arena;
  readonly offset: number;
  size: number;
  uses: number;
}

interface Arena {
  readonly home: Arenas;
  readonly buffer: ArrayBuffer;
  /** All of it, in order. Two neighbours are never both free. */
  readonly blocks: Block[];
}

/**
 * Memory outside JavaScript's heap in a few large pieces, of which blocks are cut and to which they are joined again.
 *
 * A training step asks for the same sizes each time, but in other orders on its ways forward and back: what was one large
 * map becomes several small ones. The system gives pages when they are first touched, so the uncut rest costs nothing.
 */
export class Arenas {
  readonly #addon: Addon;
  readonly #arenaBytes: number;
  readonly #arenas = new Map<ArrayBuffer, Arena>();
  /** Free blocks by size, ascending; of equal ones that which was given last, and may still be in the caches, first. */
  readonly #free: Block[] = [];
  /** Bytes in use, and bytes held. */
  used = 0;
  held = 0;

  constructor(addon: Addon, arenaBytes: number) {
    this.#addon = addon;
    this.#arenaBytes = arenaBytes;
  }

  /** The smallest free block of so many bytes, or undefined; the rest of a larger one stays free. */
  take(bytes: number): Block | undefined {
    const size = Math.ceil(bytes / PAGE) * PAGE;
    const at = this.#firstOfAtLeast(size);
    const block = this.#free[at];
    if (block === undefined) return undefined;
    this.#free.splice(at, 1);
    if (block.size > size) {
      const { arena, offset } = block;
      const rest = { arena, offset: offset + size, size: block.size - size, uses: 0 };
      arena.blocks.splice(indexOf(arena, offset) + 1, 0, rest);
      block.size = size;
      this.#addFree(rest);
    }
    block.uses = 1;
    this.used += size;
    return block;
  }

  /** Frees a block and joins it with free neighbours. */
  give(block: Block): void {
    const { blocks } = block.arena;
    block.uses = 0;
    this.used -= block.size;
    const at = indexOf(block.arena, block.offset);
    const [before, after] = [blocks[at - 1], blocks[at + 1]];
    let whole = block;
    if (after?.uses === 0) {
      this.#removeFree(after);
      whole.size += after.size;
      blocks.splice(at + 1, 1);
    }
    if (before?.uses === 0) {
      this.#removeFree(before);
      before.size += whole.size;
      blocks.splice(at, 1);
      whole = before;
    }
    this.#addFree(whole);
  }

  /** The block in which an array lies, where it lies in one that is used. */
  blockOf({ buffer, byteOffset }: ArrayBufferView): Block | undefined {
    const arena = this.#arenas.get(buffer as ArrayBuffer);
    if (arena === undefined) return undefined;
    const block = arena.blocks[indexOf(arena, byteOffset)] as Block;
    return block.uses > 0 ? block : undefined;
  }

  /** Holds one arena more, in which a block of so many bytes fits. */
  grow(bytes: number): void {
    const buffer = this.#addon.allocate(Math.max(bytes, this.#arenaBytes));
    const arena: Arena = { home: this, buffer, blocks: [] };
    const block = { arena, offset: 0, size: buffer.byteLength, uses: 0 };
    arena.blocks.push(block);
    this.#arenas.set(buffer, arena);
    this.held += buffer.byteLength;
    this.#addFree(block);
  }

  /** How many bytes `grow` would hold. */
  growth(bytes: number): number {
    return Math.max(bytes, this.#arenaBytes);
  }

  /** Gives arenas of which nothing is used back to the system. */
  releaseUnused(): void {
    for (const { buffer, blocks } of [...this.#arenas.values()]) {
      const [block] = blocks as [Block];
      if (blocks.length > 1 || block.uses > 0) continue;
      this.#removeFree(block);
      this.#arenas.delete(buffer);
      this.held -= buffer.byteLength;
      this.#addon.release(new Uint8Array(buffer)); // at once, not when the garbage is collected
    }
  }

  #addFree(block: Block): void {
    this.#free.splice(this.#firstOfAtLeast(block.size), 0, block);
  }

  #removeFree(block: Block): void {
    this.#free.splice(this.#free.indexOf(block, this.#firstOfAtLeast(block.size)), 1);
  }

  /** Index of the first free block that is large enough. */
  #firstOfAtLeast(size: number): number {
    return firstFrom(this.#free, (block) => block.size >= size);
  }
}

/** Index of the block in which an offset lies. */
function indexOf({ blocks }: Arena, offset: number): number {
  return firstFrom(blocks, (block) => block.offset > offset) - 1;
}

/** Index of the first block for which something is true that is so for all after it. */
function firstFrom(blocks: readonly Block[], isTrue: (block: Block) => boolean): number {
  let [low, high] = [0, blocks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isTrue(blocks[middle] as Block)) high = middle;
    else low = middle + 1;
  }
  return low;
}
