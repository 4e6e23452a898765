import type { Heap } from "../threads/heap.ts";
import { jobNumbers, runsOf, type Windows, windowJob } from "./windows.ts";

/** Weights of a convolution: address, and floats from one to the next along each axis. */
export interface Weights {
  readonly address: number;
  /** Kernel rows, kernel columns, input channels, output channels. May be negative: a flipped kernel. */
  readonly strides: readonly [number, number, number, number];
}

/** Where results go: the address of the first and the bytes from one to the next. */
export interface Output {
  readonly address: number;
  readonly channels: number;
  readonly imageBytes: number;
  readonly rowBytes: number;
  readonly pixelBytes: number;
}

/** out[n, y, x, d] = the sum over a window of images times weights. */
export function convolve(heap: Heap, windows: Windows, weights: Weights, out: Output): void {
  const { runs, length } = runsOf(windows);
  const tiles = Math.ceil(out.channels / 8);
  const packed = heap.allocate(4 * 8 * tiles * runs * length);
  // runs and taps lie in the same order, whether a run is a tap or a row of taps
  heap.run(
    "packWeights",
    [
      ...[weights.address, packed, out.channels, windows.kernelHeight, windows.kernelWidth],
      ...[windows.channels, ...weights.strides],
    ],
    tiles,
  );
  const job = windowJob(heap, windows, out.channels);
  const tableBytes = 8 * (job.pixelsAChunk + 4) + 128;
  const aThread = tableBytes + job.imagesAChunk * job.copyBytes + 64;
  const scratch = { address: heap.allocate(aThread * heap.pool.started), aThread, tableBytes };
  const chunks = Math.ceil(windows.images / job.imagesAChunk) * job.bands;
  const own = [packed, out.address, out.imageBytes, out.rowBytes, out.pixelBytes, out.channels];
  heap.run("convolve", jobNumbers(job, scratch, own), chunks);
  heap.free(scratch.address);
  heap.free(packed);
}
