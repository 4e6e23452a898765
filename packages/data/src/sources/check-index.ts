/** @throws {RangeError} If index is not an integer in [0, length). */
export function checkIndex(caller: string, index: number, length: number): number {
  if (!Number.isInteger(index) || index < 0 || index >= length) {
    throw new RangeError(`${caller}: index must be an integer in [0, ${length}); got ${index}.`);
  }
  return index;
}
