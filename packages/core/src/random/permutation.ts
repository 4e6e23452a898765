import { randomStream } from "./philox.ts";
import type { StreamKey } from "./random-stream.ts";

/**
 * The integers 0 … n − 1 in an order that the key decides (Fisher-Yates).
 *
 * @throws {RangeError} If n is not an integer in [0, 2^32), or the key is not valid.
 */
export function permutation(n: number, key: StreamKey): Uint32Array {
  if (!Number.isInteger(n) || n < 0 || n > 0xffffffff) {
    throw new RangeError(`permutation: n must be an integer in [0, 2^32); got ${n}.`);
  }
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  const random = randomStream(key);
  for (let i = n - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    const kept = order[i] as number;
    order[i] = order[j] as number;
    order[j] = kept;
  }
  return order;
}
