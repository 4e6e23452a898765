import fc from "fast-check";
import { expect, test } from "vitest";
import type { Addon } from "../addon/addon.ts";
import { Arenas, type Block } from "./arenas.ts";

const PAGE = 4096;

/** Arenas over ordinary memory, and the buffers that were given back. */
function arenasOf(bytes: number) {
  const released: ArrayBuffer[] = [];
  const addon: Pick<Addon, "allocate" | "release"> = {
    allocate: (size) => new ArrayBuffer(Math.ceil(size / PAGE) * PAGE),
    release: ({ buffer }) => void released.push(buffer as ArrayBuffer),
  };
  return { arenas: new Arenas(addon as Addon, bytes), released };
}

function takeOrGrow(arenas: Arenas, bytes: number): Block {
  const block = arenas.take(bytes);
  if (block) return block;
  arenas.grow(bytes);
  return arenas.take(bytes) as Block;
}

const viewOf = ({ arena, offset, size }: Block) => new Uint8Array(arena.buffer, offset, size);

test("blocks that are used never overlap, and all memory can be had again when they are given", () => {
  const steps = fc.array(
    fc.oneof(
      fc.record({ take: fc.integer({ min: 1, max: 40 * PAGE }) }),
      fc.record({ give: fc.nat() }),
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(steps, (steps) => {
      const { arenas } = arenasOf(64 * PAGE);
      const taken: { block: Block; mark: number }[] = [];
      let mark = 0;
      for (const step of steps) {
        if ("take" in step) {
          const block = takeOrGrow(arenas, step.take);
          expect(block.size).toBeGreaterThanOrEqual(step.take);
          expect(block.size).toBeLessThan(step.take + PAGE);
          viewOf(block).fill(++mark);
          taken.push({ block, mark: mark % 256 });
        } else if (taken.length > 0) {
          const [one] = taken.splice(step.give % taken.length, 1);
          expect(arenas.blockOf(viewOf((one as { block: Block }).block))).toBe(one?.block);
          arenas.give((one as { block: Block }).block);
        }
        for (const { block, mark } of taken) {
          expect(viewOf(block).every((byte) => byte === mark)).toBe(true);
        }
        expect(arenas.used).toBe(taken.reduce((sum, { block }) => sum + block.size, 0));
      }
      for (const { block } of taken) arenas.give(block);
      expect(arenas.used).toBe(0);
      const { held } = arenas;
      for (let left = held; left > 0; left -= 64 * PAGE) arenas.take(64 * PAGE);
      expect(arenas.used).toBe(held); // whole again: nothing had to be held more
      expect(arenas.held).toBe(held);
    }),
    { numRuns: 60, seed: 1 },
  );
});

test("a block is cut from the smallest free one that is large enough", () => {
  const { arenas } = arenasOf(64 * PAGE);
  arenas.grow(64 * PAGE);
  const [a, b, c, d] = [10, 1, 5, 1].map((pages) => arenas.take(pages * PAGE) as Block) as [
    Block,
    Block,
    Block,
    Block,
  ];
  arenas.give(a);
  arenas.give(c);
  expect(arenas.take(4 * PAGE)?.offset).toBe(c.offset);
  expect(arenas.take(6 * PAGE)?.offset).toBe(a.offset);
  expect([b.uses, d.uses]).toEqual([1, 1]);
});

test("an array in the middle of a block belongs to it, one in free memory or elsewhere to none", () => {
  const { arenas } = arenasOf(8 * PAGE);
  arenas.grow(1);
  const first = arenas.take(2 * PAGE) as Block;
  const second = arenas.take(PAGE) as Block;
  expect(arenas.blockOf(new Float32Array(first.arena.buffer, PAGE + 16, 4))).toBe(first);
  expect(arenas.blockOf(viewOf(second))).toBe(second);
  arenas.give(first);
  expect(arenas.blockOf(new Float32Array(first.arena.buffer, 16, 4))).toBeUndefined();
  expect(arenas.blockOf(new Float32Array(4))).toBeUndefined();
});

test("arenas of which nothing is used are given back, and no others", () => {
  const { arenas, released } = arenasOf(4 * PAGE);
  const blocks = [1, 2, 3].map(() => takeOrGrow(arenas, 4 * PAGE));
  arenas.give(blocks[1] as Block);
  arenas.releaseUnused();
  expect(released).toEqual([blocks[1]?.arena.buffer]);
  expect(arenas.held).toBe(8 * PAGE);
  expect(arenas.take(1)).toBeUndefined();
});
