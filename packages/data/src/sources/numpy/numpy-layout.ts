import type { NpyArray } from "./npy-array.ts";

/** How the pictures of an array lie. */
export interface NumpyLayout {
  readonly length: number;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** Whether each picture is three planes, one after the other, instead of interleaved. */
  readonly planar: boolean;
}

/**
 * The layout that an array's shape means.
 *
 * @param place - Where the array is, for messages.
 * @throws {RangeError} If the elements are not bytes in C order, the shape is not one of pictures, or
 *   it can be read in two ways and `channels` does not say which.
 */
export function numpyLayout(
  { type, fortranOrder, shape }: NpyArray,
  channels: "first" | "last" | undefined,
  place: string,
): NumpyLayout {
  const got = `[${shape.join(", ")}] in "${place}"`;
  if (!/^[|<>=]u1$/.test(type)) {
    throw new RangeError(
      `numpyArrays: images must be bytes of 0 to 255, numpy's uint8; got ${numpyType(type)} in "${place}". Convert them first.`,
    );
  }
  if (fortranOrder) {
    throw new RangeError(
      `numpyArrays: images must be saved in C order; got Fortran order in "${place}". Save numpy.ascontiguousarray(images).`,
    );
  }
  const [length = 0, second = 0, third = 0, last = 1] = shape;
  const isChannels = (count: number): count is 1 | 3 => count === 1 || count === 3;
  const fail = (expected: string): never => {
    throw new RangeError(`numpyArrays: images must have ${expected}; got ${got}.`);
  };
  if (shape.includes(0)) return fail("at least one picture of at least one pixel");
  if (shape.length === 3) {
    if (third === 3) {
      return fail(
        "shape [1, H, W, 3] if it is one picture, or [N, H, 3, 1] if it is grey ones 3 wide",
      );
    }
    return { length, height: second, width: third, channels: 1, planar: false };
  }
  if (shape.length !== 4 || (!isChannels(second) && !isChannels(last))) {
    return fail("shape [N, H, W], [N, H, W, 1], [N, H, W, 3], [N, 1, H, W] or [N, 3, H, W]");
  }
  if (channels === undefined && isChannels(second) && isChannels(last)) {
    return fail('channels: "first" or "last", as the shape can be read in both ways');
  }
  if (channels === "first" || (channels === undefined && isChannels(second))) {
    if (!isChannels(second)) return fail('1 or 3 channels on axis 1, as channels: "first" says');
    return { length, height: third, width: last, channels: second, planar: second === 3 };
  }
  if (!isChannels(last)) return fail('1 or 3 channels on the last axis, as channels: "last" says');
  return { length, height: second, width: third, channels: last, planar: false };
}

const KINDS: Readonly<Record<string, string>> = {
  b: "bool",
  i: "int",
  u: "uint",
  f: "float",
  c: "complex",
  U: "text",
  S: "text",
};

/** Numpy's name of a type, for people: "<f4" is float32. */
export function numpyType(type: string): string {
  const kind = KINDS[type[1] ?? ""];
  if (kind === undefined) return `type "${type}"`;
  return kind === "bool" || kind === "text" ? kind : `${kind}${8 * Number(type.slice(2))}`;
}
