import { tile } from "./tile";
import {
  BANDS,
  C,
  copyBytes,
  field,
  IMAGES,
  IMAGES_A_CHUNK,
  LENGTH,
  OFFSETS,
  OUT_H,
  OUT_W,
  ROWS_A_BAND,
  RUNS,
  rowLength,
  SCRATCH,
  SCRATCH_A_THREAD,
  STRIDE_H,
  STRIDE_W,
  TABLE_BYTES,
  windowSource,
} from "./windows";

const WEIGHTS: i32 = 24; // packed, address
const OUT: i32 = 25; // address of the first output
const OUT_IMAGE: i32 = 26; // bytes from image to image of the output,
const OUT_ROW: i32 = 27; // from row to row
const OUT_PIXEL: i32 = 28; // and from pixel to pixel
const D: i32 = 29; // output channels

/** A chunk of a convolution: some images, or a band of rows of one. */
export function convolve(job: usize, chunk: i32, thread: i32): void {
  const bands = field(job, BANDS);
  const band = chunk % bands;
  const firstImage = (chunk / bands) * field(job, IMAGES_A_CHUNK);
  const images = min(field(job, IMAGES_A_CHUNK), field(job, IMAGES) - firstImage);
  const y = band * field(job, ROWS_A_BAND);
  const rows = min(field(job, ROWS_A_BAND), field(job, OUT_H) - y);
  const table = <usize>field(job, SCRATCH) + <usize>thread * field(job, SCRATCH_A_THREAD);
  const copies = table + field(job, TABLE_BYTES);

  // addresses of windows and results, in pairs
  const width = field(job, OUT_W);
  const inputPixel = (field(job, STRIDE_W) * field(job, C)) << 2;
  const inputRow = (field(job, STRIDE_H) * rowLength(job)) << 2;
  const outRow = field(job, OUT_ROW);
  const outPixel = field(job, OUT_PIXEL);
  let at = table;
  for (let i = 0; i < images; i++) {
    let source = windowSource(job, firstImage + i, y, rows, copies + i * copyBytes(job));
    let out = <usize>field(job, OUT) + <usize>(firstImage + i) * field(job, OUT_IMAGE) + y * outRow;
    for (let r = 0; r < rows; r++) {
      for (let q = 0; q < width; q++) {
        store<usize>(at, source + q * inputPixel);
        store<usize>(at, out + q * outPixel, 4);
        at += 8;
      }
      source += inputRow;
      out += outRow;
    }
  }
  const end = at;
  while ((at - table) & 31) {
    // the last tile repeats the last pixel
    store<u64>(at, load<u64>(end - 8));
    at += 8;
  }
  const spare = at; // 4 x 8 floats, for outputs that are not a multiple of 8

  const runs = field(job, RUNS);
  const length = field(job, LENGTH);
  const offsets = field(job, OFFSETS);
  const channels = field(job, D);
  let weights: usize = field(job, WEIGHTS);
  for (let d = 0; d < channels; d += 8) {
    const shift = (<usize>d) << 2;
    const rest = channels - d;
    for (let p = table; p < at; p += 32) {
      const o0 = load<usize>(p, 4) + shift;
      const o1 = load<usize>(p, 12) + shift;
      const o2 = load<usize>(p, 20) + shift;
      const o3 = load<usize>(p, 28) + shift;
      const a0 = load<usize>(p);
      const a1 = load<usize>(p, 8);
      const a2 = load<usize>(p, 16);
      const a3 = load<usize>(p, 24);
      if (rest >= 8) {
        tile(a0, a1, a2, a3, offsets, runs, length, weights, o0, o1, o2, o3);
      } else {
        tile(
          a0,
          a1,
          a2,
          a3,
          offsets,
          runs,
          length,
          weights,
          spare,
          spare + 32,
          spare + 64,
          spare + 96,
        );
        memory.copy(o0, spare, rest << 2);
        memory.copy(o1, spare + 32, rest << 2);
        memory.copy(o2, spare + 64, rest << 2);
        memory.copy(o3, spare + 96, rest << 2);
      }
    }
    weights += (runs * length) << 5;
  }
}

/**
 * Weights in the order in which tiles read them, `[D / 8, runs, outer, inner, 8]`, zeros behind D.
 * Fields: source, packed, D, runs, outer, inner; then strides of the source in floats: of runs, outer, inner
 * and output channels. A chunk is 8 output channels.
 */
export function packWeights(job: usize, chunk: i32, _thread: i32): void {
  const d = chunk << 3;
  const rest = min(8, field(job, 2) - d);
  const runs = field(job, 3);
  const outer = field(job, 4);
  const inner = field(job, 5);
  const outerStride = field(job, 7);
  const innerStride = field(job, 8) << 2;
  const channelStride = field(job, 9) << 2;
  let to = <usize>field(job, 1) + ((<usize>chunk * (runs * outer * inner)) << 5);
  for (let r = 0; r < runs; r++) {
    for (let o = 0; o < outer; o++) {
      let from =
        <usize>field(job, 0) + d * channelStride + ((r * field(job, 6) + o * outerStride) << 2);
      for (let i = 0; i < inner; i++) {
        if (rest === 8 && channelStride === 4) {
          v128.store(to, v128.load(from));
          v128.store(to, v128.load(from, 16), 16);
        } else {
          for (let n = 0; n < 8; n++) {
            store<f32>(to + (n << 2), n < rest ? load<f32>(from + n * channelStride) : 0);
          }
        }
        to += 32;
        from += innerStride;
      }
    }
  }
}
