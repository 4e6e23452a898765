import type { Heap } from "../threads/heap.ts";

/** The windows of a convolution: which stretches of which images each output looks at. */
export interface Windows {
  /** Images `[N, H, W, C]`: address and shape. */
  readonly x: number;
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Zeros before the first row and column; negative: rows and columns left out. */
  readonly top: number;
  readonly left: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  /** Taps. */
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly outHeight: number;
  readonly outWidth: number;
}

/** A window as contiguous stretches: with a dilation one a tap, without one a row of taps. */
export function runsOf(w: Windows): { runs: number; outer: number; inner: number; length: number } {
  const rows = w.dilationWidth === 1 || w.kernelWidth === 1;
  return rows
    ? {
        runs: w.kernelHeight,
        outer: w.kernelWidth,
        inner: w.channels,
        length: w.kernelWidth * w.channels,
      }
    : { runs: w.kernelHeight * w.kernelWidth, outer: 1, inner: w.channels, length: w.channels };
}

/** How the work is cut: chunks of some images, or of a band of rows of one. */
interface Cut {
  readonly imagesAChunk: number;
  readonly bands: number;
  readonly rowsABand: number;
}

/** Fields of a job, up to SCRATCH, and sizes in bytes. */
export interface WindowJob {
  readonly fields: number[];
  readonly offsets: number[];
  /** Of one image's (or band's) copy. */
  readonly copyBytes: number;
  readonly imagesAChunk: number;
  readonly bands: number;
  readonly pixelsAChunk: number;
}

/** Where the offsets lie behind a job's address: after the fields. */
const OFFSETS_AT = 32;

/** Floats that a chunk's images may hold: they stay in a core's second cache. */
const CHUNK_FLOATS = 65536;
/** Multiplications of a chunk: fewer, and threads meet too often. About 0.1 ms. */
const CHUNK_WORK = 1e6;
/** Chunks that keep a few threads evenly busy. */
const CHUNKS = 16;

/** The part that a convolution's and a weight gradient's job have in common. */
export function windowJob(heap: Heap, w: Windows, outChannels: number): WindowJob {
  const spanHeight = (w.kernelHeight - 1) * w.dilationHeight + 1;
  const spanWidth = (w.kernelWidth - 1) * w.dilationWidth + 1;
  const neededHeight = (w.outHeight - 1) * w.strideHeight + spanHeight;
  const neededWidth = (w.outWidth - 1) * w.strideWidth + spanWidth;
  const padded =
    w.top !== 0 || w.left !== 0 || neededHeight > w.height || neededWidth > w.width ? 1 : 0;
  const row = (padded ? neededWidth : w.width) * w.channels;
  const { runs, length } = runsOf(w);
  const offsets = Array.from({ length: runs }, (_, r) => {
    const ky = runs === w.kernelHeight ? r : Math.floor(r / w.kernelWidth);
    const kx = runs === w.kernelHeight ? 0 : r % w.kernelWidth;
    return 4 * (ky * w.dilationHeight * row + kx * w.dilationWidth * w.channels);
  });
  const { imagesAChunk, bands, rowsABand } = cut(
    w,
    neededHeight * row,
    length * runs * outChannels,
  );
  const fields = [
    ...[w.x, w.height, w.width, w.channels, w.top, w.left, w.strideHeight, w.strideWidth],
    ...[spanHeight, spanWidth, w.outHeight, w.outWidth, runs, length, heap.job + 4 * OFFSETS_AT],
    ...[padded, w.images, imagesAChunk, bands, rowsABand],
  ];
  const bandHeight = (rowsABand - 1) * w.strideHeight + spanHeight;
  return {
    fields,
    offsets,
    copyBytes: padded ? 4 * bandHeight * row : 0,
    imagesAChunk,
    bands,
    pixelsAChunk: imagesAChunk * rowsABand * w.outWidth,
  };
}

/** Depends on shapes alone, never on the number of threads: so results do not either. */
function cut(w: Windows, imageFloats: number, pixelWork: number): Cut {
  const work = w.outHeight * w.outWidth * pixelWork;
  const wanted = Math.max(1, Math.min(CHUNKS, Math.floor((work * w.images) / CHUNK_WORK)));
  const bandsWanted = Math.max(imageFloats / CHUNK_FLOATS / 2, wanted / w.images);
  if (bandsWanted > 1 && w.outHeight > 1) {
    const rowsABand = Math.ceil(w.outHeight / Math.min(w.outHeight, Math.ceil(bandsWanted)));
    return { imagesAChunk: 1, bands: Math.ceil(w.outHeight / rowsABand), rowsABand };
  }
  const fitting = Math.floor((2 * CHUNK_FLOATS) / imageFloats);
  const imagesAChunk = Math.max(1, Math.min(fitting, Math.ceil(w.images / wanted)));
  return { imagesAChunk, bands: 1, rowsABand: w.outHeight };
}

/** A whole job: the common fields, scratch, the kernel's own fields from 24 on, and the offsets. */
export function jobNumbers(
  { fields, offsets }: WindowJob,
  scratch: { address: number; aThread: number; tableBytes: number },
  own: readonly number[],
): number[] {
  const numbers = [...fields, scratch.address, scratch.aThread, scratch.tableBytes, 0, ...own];
  while (numbers.length < OFFSETS_AT) numbers.push(0);
  return [...numbers, ...offsets];
}
