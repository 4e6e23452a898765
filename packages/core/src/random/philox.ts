import type { RandomStream, StreamKey } from "./random-stream.ts";

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

type Words4 = readonly [number, number, number, number];

/**
 * Philox 4x32-10: four random words from a counter and a key. A pure function.
 *
 * @see Salmon et al., Parallel Random Numbers: As Easy as 1, 2, 3, 2011, section 3.3; its
 *   known-answer vectors are in the test.
 */
export function philox4x32(
  counter: Words4,
  key: readonly [number, number],
): [number, number, number, number] {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0);
    const high1 = multiplyHigh(MULTIPLIER_1, c2);
    const low0 = Math.imul(MULTIPLIER_0, c0);
    const low1 = Math.imul(MULTIPLIER_1, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + WEYL_0) | 0;
    k1 = (k1 + WEYL_1) | 0;
  }
  return [c0 >>> 0, c1 >>> 0, c2 >>> 0, c3 >>> 0];
}

/**
 * The random numbers that belong to a key. Two streams of equal keys are equal; streams of different
 * keys are independent.
 *
 * @throws {RangeError} If a number of the key is not an integer in [0, 2^32).
 *
 * @example
 * const flip = randomStream({ seed: 0, purpose: "flip", epoch: 3, sample: 17, view: 1 }).chance(0.5);
 */
export function randomStream({
  seed,
  purpose,
  epoch = 0,
  sample = 0,
  view = 0,
}: StreamKey): RandomStream {
  for (const [name, value] of Object.entries({ seed, epoch, sample, view })) {
    if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
      throw new RangeError(`randomStream: ${name} must be an integer in [0, 2^32); got ${value}.`);
    }
  }
  const key = [seed, hash(purpose)] as const;
  let block = 0;
  let words: Words4 = [0, 0, 0, 0];
  let used = 4;
  let spare: number | undefined; // Box-Muller gives two at a time

  const uint32 = (): number => {
    if (used === 4) {
      words = philox4x32([block++, sample, epoch, view], key);
      used = 0;
    }
    return words[used++] as number;
  };
  const uniform = (low = 0, high = 1): number => low + (high - low) * (uint32() / 2 ** 32);
  return {
    uint32,
    uniform,
    integer(bound) {
      if (!Number.isInteger(bound) || bound < 1 || bound > 2 ** 32) {
        throw new RangeError(
          `RandomStream.integer: bound must be an integer in [1, 2^32]; got ${bound}.`,
        );
      }
      const limit = 2 ** 32 - (2 ** 32 % bound); // above it, the low remainders would be favoured
      let word = uint32();
      while (word >= limit) word = uint32();
      return word % bound;
    },
    normal() {
      if (spare !== undefined) {
        const second = spare;
        spare = undefined;
        return second;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform())); // 1 - u is never 0
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    chance: (probability) => uniform() < probability,
  };
}

/** High 32 bits of the product of two unsigned words. */
function multiplyHigh(a: number, b: number): number {
  const [aHigh, aLow] = [a >>> 16, a & 0xffff];
  const [bHigh, bLow] = [b >>> 16, b & 0xffff];
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16); // < 2^32
  const cross = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(cross / 65536)) | 0;
}

/** FNV-1a of the UTF-16 units: purposes are few, and a collision would be seen in the test of their list. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}
