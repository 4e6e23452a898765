/**
 * Reads a number of 7 bits a byte, the least first, as Thrift and Parquet have it.
 *
 * @param last - Weight of a byte that must not be followed by another.
 * @param damaged - What is said where one follows.
 * @throws {Error} If the number goes on too long, and what `byte` throws.
 */
export function readVarint(byte: () => number, last: number, damaged: string): number {
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const next = byte();
    value += (next & 0x7f) * scale;
    if (next < 0x80) return value;
    if (scale >= last) throw new Error(damaged);
  }
}

/** A number with a sign, of one without: 0, -1, 1, -2, … */
export function fromZigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
