import type { Picture } from "@unlabeled/core";
import type { Crop } from "../crops/crop.ts";
import { type Scaling, UNSCALED } from "../recipes/scaling.ts";
import type { Interpolation } from "../recipes/view-recipe.ts";
import { fillBlurWeights, mirrored } from "./blur-weights.ts";
import { CHANGE_WORDS, type Change, type Program, writeChange, writeOffsets } from "./changes.ts";
import { instantiateKernel, type KernelExports } from "./kernel-module.ts";

/** A crop of a picture and how it comes to the view's size. */
export interface ViewCrop {
  readonly crop: Crop;
  readonly interpolation: Interpolation;
  /** Mirror left and right. */
  readonly flip: boolean;
  /** The size that the crop is brought to. Default: the view's own. */
  readonly resized?: { readonly height: number; readonly width: number };
  /** Where the view begins in the resized crop. Default: its first row and column. */
  readonly window?: { readonly top: number; readonly left: number };
}

/** What is done to the pixels, in this order. */
export interface ViewChanges {
  /** At most 14. */
  readonly colours: readonly Change[];
  /** Standard deviation of the blur, pixels; 0 for none. */
  readonly sigma: number;
  /** After the blur, each a change that needs no mean; at most 2. */
  readonly afterBlur: readonly Change[];
}

export const NO_CHANGES: ViewChanges = { colours: [], sigma: 0, afterBlur: [] };

export interface ViewKernelOptions {
  /** The blur's taps a direction, odd. Default 1, no blur. */
  readonly kernelSize?: number;
  readonly scaling?: Scaling;
}

/**
 * Makes views of one size in SIMD WebAssembly, in memory of its own, which stays as large as the largest picture's band of rows
 * has made it.
 *
 * Resizes and changes colours as torchvision v2 does on float32 (antialiased; values held in [0, 1]), to about 0.02 of an 8-bit level: weights
 * down the columns are fractions of 2^14, those of the blur are cut off where they no longer count.
 */
export class ViewKernel {
  readonly #kernel: KernelExports = instantiateKernel();
  readonly #height: number;
  readonly #width: number;
  readonly #radius: number;
  readonly #scaling: Scaling;
  /** Where things lie, bytes. */
  readonly #at: ReturnType<typeof placesOf>;
  #bytes = new Uint8Array(0);
  #integers = new Int32Array(0);
  #sums = new Float64Array(0);
  #blurWeights = new Float32Array(0);
  #program: Program = { integers: new Int32Array(0), floats: new Float32Array(0) };

  /** @param size - Of the views, pixels. */
  constructor(
    { height, width }: { height: number; width: number },
    { kernelSize = 1, scaling = UNSCALED }: ViewKernelOptions = {},
  ) {
    [this.#height, this.#width, this.#radius] = [height, width, (kernelSize - 1) / 2];
    this.#scaling = scaling;
    this.#at = placesOf(height, width, this.#radius);
    this.#reserve(this.#at.end);
    const { planes, program, sums, scaling: scalingAt, weights, columns, rows, line } = this.#at;
    const row = 4 * rowFloats(width);
    const tables = [program, sums, scalingAt, this.#radius, weights, columns, rows, line];
    this.#kernel.layOut(height, width, row, planes, ...tables);
  }

  /** Writes a view, `[height, width, 3]`, into an array of that length. */
  render(picture: Picture, from: ViewCrop, changes: ViewChanges, into: Float32Array): void {
    const { colours, sigma, afterBlur } = changes;
    const all = afterBlur.length === 0 ? colours : [...colours, ...afterBlur];
    for (let i = 0; i < all.length; i++) writeChange(this.#program, i, all[i] as Change);
    const reach = sigma > 0 && this.#radius > 0 ? fillBlurWeights(this.#blurWeights, sigma) : 0;
    const grey = colours.at(-1)?.kind === "greyscale";
    this.#kernel.setBlur(reach, grey ? 1 : 3);

    let next = nextContrast(colours, 0);
    this.#sums.fill(0);
    this.#resize(picture, from, next, next === colours.length);
    let at = next;
    while (at < colours.length) {
      this.#writeMeans(at, colours[at] as Extract<Change, { kind: "contrast" }>);
      next = nextContrast(colours, at + 1);
      const last = next === colours.length;
      if (last && reach === 0) break; // these changes are made on the way out
      this.#sums.fill(0);
      this.#kernel.changeRows(at, next, last ? 1 : 0);
      at = next;
    }
    this.#finish(at, all.length, into);
  }

  #writeMeans(index: number, change: Extract<Change, { kind: "contrast" }>): void {
    const count = this.#height * this.#width;
    const [red = 0, green = 0, blue = 0] = this.#sums;
    writeOffsets(this.#program, index, change, [red / count, green / count, blue / count]);
  }

  /** Fills the planes from the crop, and makes the first `changes` changes. */
  #resize(picture: Picture, from: ViewCrop, changes: number, last: boolean): void {
    const { crop } = from;
    const { starts, taps, source } = this.#prepareAxes(from);
    const startOf = (y: number) => this.#integers[starts / 4 + y] as number; // memory may grow below
    const stride = 3 * picture.width;
    const bytes = 3 * crop.width;
    const height = this.#height;
    const rowsOf = (y: number, end: number) => startOf(end - 1) + taps - startOf(y);
    for (let y = 0; y < height; ) {
      let end = rowsOf(y, height) * stride <= BAND ? height : y + 1;
      while (end < height && rowsOf(y, end + 1) * stride <= BAND) end++;
      const first = startOf(y);
      const rows = rowsOf(y, end);
      const begin = (crop.top + first) * stride + 3 * crop.left;
      const length = (rows - 1) * stride + bytes;
      // with an odd number of taps, a row more is read, with weight 0; and whole vectors are
      this.#reserve(source + (rows + 1) * stride + 64);
      this.#bytes.set(picture.pixels.subarray(begin, begin + length), source);
      this.#kernel.resizeRows(y, end, source, first, stride, bytes, changes, last ? 1 : 0);
      y = end;
    }
  }

  /** Lays down the weights of both axes behind all else; returns where the rows are that outputs begin at, and a place for bytes. */
  #prepareAxes({ crop, interpolation, flip, resized = this.#size, window = TOP_LEFT }: ViewCrop): {
    starts: number;
    taps: number;
    source: number;
  } {
    const [height, width, kernel] = [this.#height, this.#width, this.#kernel];
    const cubic = interpolation === "bicubic" ? 1 : 0;
    const down = [crop.height, resized.height, window.top, height, cubic] as const;
    const along = [crop.width, resized.width, window.left, width, cubic] as const;
    const [taps, columnTaps] = [kernel.axisTaps(...down), kernel.axisTaps(...along)];
    const pairs = (taps + 1) >> 1;
    const padded = wholes(width, 4);

    const rowStarts = this.#at.end;
    const starts = rowStarts + wholes(4 * height, 16); // of columns, not yet mirrored
    const exact = starts + wholes(4 * width, 16); // weights, of one axis after the other
    const rowWeights = exact + wholes(8 * Math.max(height * taps, width * columnTaps), 16);
    const columnStarts = rowWeights + wholes(4 * height * pairs, 16);
    const columnWeights = columnStarts + wholes(4 * padded, 16);
    const blended = columnWeights + wholes(4 * padded * columnTaps, 16);
    const source = blended + wholes(4 * (3 * crop.width + 32), 16);
    this.#reserve(source);

    kernel.axisWeights(...down, taps, rowStarts, exact);
    kernel.fixedPairs(height, taps, exact, rowWeights);
    kernel.axisWeights(...along, columnTaps, starts, exact);
    const mirror = flip ? 1 : 0;
    kernel.floatWeights(width, columnTaps, mirror, starts, exact, columnStarts, columnWeights);
    kernel.setAxes(rowStarts, rowWeights, pairs, columnStarts, columnWeights, columnTaps, blended);
    return { starts: rowStarts, taps, source };
  }

  /** Makes the changes that are left, and writes the view in bands. */
  #finish(from: number, to: number, into: Float32Array): void {
    const { band } = this.#at;
    const height = this.#height;
    const length = 3 * this.#width;
    const rows = rowsOfBand(height, this.#width);
    for (let y = 0; y < height; y += rows) {
      const end = Math.min(y + rows, height);
      this.#kernel.finishRows(y, end, from, to, band);
      into.set(new Float32Array(this.#bytes.buffer, band, (end - y) * length), y * length);
    }
  }

  get #size(): { height: number; width: number } {
    return { height: this.#height, width: this.#width };
  }

  /** Makes the memory at least that large; what lies in it stays. */
  #reserve(bytes: number): void {
    const { memory } = this.#kernel;
    const missing = bytes - memory.buffer.byteLength;
    if (missing > 0) this.#grow(Math.ceil(missing / PAGE));
    if (missing > 0 || this.#bytes.buffer !== memory.buffer) this.#showMemory();
  }

  #grow(pages: number): void {
    const { memory } = this.#kernel;
    try {
      memory.grow(pages);
    } catch (cause) {
      const bytes = memory.buffer.byteLength + pages * PAGE;
      throw new RangeError(
        `augment: a view of ${this.#width} x ${this.#height} pixels and the rows of the picture that it is made of must fit in memory; they need ${bytes} bytes, which could not be had (WebAssembly has 4 GiB at most). Make the view or the picture smaller.`,
        { cause },
      );
    }
  }

  #showMemory(): void {
    const { buffer } = this.#kernel.memory;
    const { program, sums, scaling, weights, columns, rows } = this.#at;
    const radius = this.#radius;
    const fresh = this.#bytes.length === 0;
    this.#bytes = new Uint8Array(buffer);
    this.#integers = new Int32Array(buffer);
    this.#sums = new Float64Array(buffer, sums, 3);
    this.#blurWeights = new Float32Array(buffer, weights, radius + 1);
    const words = MOST_CHANGES * CHANGE_WORDS;
    this.#program = {
      integers: new Int32Array(buffer, program, words),
      floats: new Float32Array(buffer, program, words),
    };
    if (!fresh) return;
    new Float32Array(buffer, scaling, 6).set(this.#scaling);
    new Int32Array(buffer, columns).set(mirrored(this.#width, radius));
    new Int32Array(buffer, rows).set(mirrored(this.#height, radius));
  }
}

const PAGE = 65536;
const BAND = 1 << 19; // bytes of a picture's rows at a time, as far as one row of the view does not need more
const MOST_CHANGES = 16;
const TOP_LEFT = { top: 0, left: 0 };

const wholes = (count: number, unit: number) => Math.ceil(count / unit) * unit;

/** Floats from row to row of a plane. */
const rowFloats = (width: number) => wholes(width, 16);

/** Rows of a view that are written at a time. */
const rowsOfBand = (height: number, width: number) =>
  Math.min(height, Math.max(1, Math.floor(BAND / 2 / (12 * width))));

/** Where the next change that needs the mean stands, from `from` on; behind the last if there is none. */
function nextContrast(changes: readonly Change[], from: number): number {
  let at = from;
  while (at < changes.length && changes[at]?.kind !== "contrast") at++;
  return at;
}

/** Where everything lies that has the same size for all pictures, bytes. */
function placesOf(height: number, width: number, radius: number) {
  let end = 1024; // below: nothing, so that a wrong address shows
  const take = (bytes: number) => {
    const at = end;
    end = wholes(end + bytes, 64);
    return at;
  };
  const places = {
    program: take(4 * CHANGE_WORDS * MOST_CHANGES),
    sums: take(24),
    scaling: take(24),
    weights: take(4 * (radius + 1)),
    columns: take(4 * (width + 2 * radius)),
    rows: take(4 * (height + 2 * radius)),
    line: take(4 * Math.max(3 * rowFloats(width), rowFloats(width) + 2 * radius + 32)),
    band: take(12 * width * rowsOfBand(height, width) + 64),
    planes: take(12 * rowFloats(width) * height + 64),
  };
  return { ...places, end };
}
