import { type NpyArray, withNpyArray } from "./npy-array.ts";
import { numpyType } from "./numpy-layout.ts";

/**
 * Reads the classes of pictures: whole numbers of any width and byte order, of shape [N] or [N, 1].
 *
 * @throws {RangeError} If they are not whole numbers in [0, 2^31), or not one a picture.
 */
export function numpyLabels(place: string, length: number): Promise<Int32Array> {
  return withNpyArray("labels", place, async (array) => {
    const { type, shape, bytes } = array;
    const [, order, kind, width] = /^([|<>=])([iu])([1248])$/.exec(type) ?? [];
    if (kind === undefined) {
      throw new RangeError(
        `numpyArrays: labels must be whole numbers, int8 to uint64; got ${numpyType(type)} in "${place}". Convert them first.`,
      );
    }
    if (shape[0] !== length || shape.length > 2 || (shape[1] ?? 1) !== 1) {
      throw new RangeError(
        `numpyArrays: labels must have shape [${length}] or [${length}, 1], one a picture; got [${shape.join(", ")}] in "${place}".`,
      );
    }
    const content = await bytes.take(length * Number(width));
    return decode(array, content, `${kind}${width}`, order !== ">", place);
  });
}

function decode(
  { shape }: NpyArray,
  content: Buffer,
  kind: string,
  littleEndian: boolean,
  place: string,
): Int32Array {
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  const read = READERS[kind] as (view: DataView, index: number, little: boolean) => number;
  return Int32Array.from({ length: shape[0] ?? 0 }, (_, index) => {
    const label = read(view, index, littleEndian);
    if (label < 0 || label > 0x7fffffff) {
      throw new RangeError(
        `numpyArrays: labels must be in [0, 2^31); got ${label} for picture ${index} in "${place}".`,
      );
    }
    return label;
  });
}

const READERS: Readonly<
  Record<string, (view: DataView, index: number, little: boolean) => number>
> = {
  i1: (view, index) => view.getInt8(index),
  u1: (view, index) => view.getUint8(index),
  i2: (view, index, little) => view.getInt16(2 * index, little),
  u2: (view, index, little) => view.getUint16(2 * index, little),
  i4: (view, index, little) => view.getInt32(4 * index, little),
  u4: (view, index, little) => view.getUint32(4 * index, little),
  i8: (view, index, little) => Number(view.getBigInt64(8 * index, little)),
  u8: (view, index, little) => Number(view.getBigUint64(8 * index, little)),
};
