import { gradientTile } from "./tile";
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

const DY: i32 = 24; // [N, h, w, D], address
const PARTS: i32 = 25; // sums of the groups of images, [groups, runs * length, D rounded up to 8], address
const D: i32 = 26;
const IMAGES_A_GROUP: i32 = 27;
const BLOCKS: i32 = 28; // the window's rows are cut into so many chunks
const TILES_A_BLOCK: i32 = 29;
const DY_BYTES: i32 = 30; // of a scratch: the packed output gradient comes behind the table

/** A chunk: a group of images and a block of the window's inputs. */
export function weightGradient(job: usize, chunk: i32, thread: i32): void {
  const blocks = field(job, BLOCKS);
  const group = chunk / blocks;
  const block = chunk % blocks;
  const channels = field(job, D);
  const stride = ((channels + 7) & ~7) << 2;
  const runs = field(job, RUNS);
  const length = field(job, LENGTH);
  const tilesARun = (length + 3) >> 2;
  const firstTile = block * field(job, TILES_A_BLOCK);
  const lastTile = min(firstTile + field(job, TILES_A_BLOCK), runs * tilesARun);
  const parts = <usize>field(job, PARTS) + <usize>group * (runs * length) * stride;
  for (let t = firstTile; t < lastTile; t++) {
    const l = (t % tilesARun) << 2;
    const to = parts + ((t / tilesARun) * length + l) * stride;
    memory.fill(to, 0, min(4, length - l) * stride);
  }
  const table = <usize>field(job, SCRATCH) + <usize>thread * field(job, SCRATCH_A_THREAD);
  const packed = table + field(job, TABLE_BYTES);
  const copies = packed + field(job, DY_BYTES);
  const offsets = field(job, OFFSETS);

  const from = group * field(job, IMAGES_A_GROUP);
  const to = min(from + field(job, IMAGES_A_GROUP), field(job, IMAGES));
  const step = field(job, IMAGES_A_CHUNK);
  const bands = field(job, BANDS);
  const bandRows = field(job, ROWS_A_BAND);
  for (let image = from; image < to; image += step) {
    const images = min(step, to - image);
    for (let band = 0; band < bands; band++) {
      const y = band * bandRows;
      const rows = min(bandRows, field(job, OUT_H) - y);
      const base = windowSource(job, image, y, rows, copies);
      const pixels = tabulate(job, image, images, y, rows, table, copies, base);
      for (let d = 0; d < channels; d += 8) {
        packGradient(job, image, images, y, rows, d, packed);
        const width = runs * tilesARun;
        for (let t = firstTile; t < min(lastTile, width); t++) {
          const r = t / tilesARun;
          const l = (t % tilesARun) << 2;
          const source = base + load<i32>(offsets + (r << 2)) + (l << 2);
          const out = parts + (r * length + l) * stride + ((<usize>d) << 2);
          gradientTile(source, table, pixels, packed, out, stride, length - l);
        }
      }
    }
  }
}

/** Offsets of all pixels' windows from the first image's; their number. */
function tabulate(
  job: usize,
  image: i32,
  images: i32,
  y: i32,
  rows: i32,
  table: usize,
  copies: usize,
  base: usize,
): i32 {
  const width = field(job, OUT_W);
  const pixel = (field(job, STRIDE_W) * field(job, C)) << 2;
  const row = (field(job, STRIDE_H) * rowLength(job)) << 2;
  let at = table;
  for (let i = 0; i < images; i++) {
    const source =
      i === 0 ? base : windowSource(job, image + i, y, rows, copies + i * copyBytes(job));
    for (let r = 0; r < rows; r++) {
      let offset = source - base + r * row;
      for (let q = 0; q < width; q++) {
        store<usize>(at, offset);
        at += 4;
        offset += pixel;
      }
    }
  }
  return <i32>((at - table) >> 2);
}

/** 8 channels of dy, contiguous, zeros behind D. */
function packGradient(
  job: usize,
  image: i32,
  images: i32,
  y: i32,
  rows: i32,
  d: i32,
  packed: usize,
): void {
  const channels = field(job, D);
  const rest = min(8, channels - d);
  const width = field(job, OUT_W);
  const stride = channels << 2;
  let to = packed;
  for (let i = 0; i < images; i++) {
    const first = (<usize>(image + i) * field(job, OUT_H) + y) * width;
    let from = <usize>field(job, DY) + first * stride + ((<usize>d) << 2);
    for (let p = 0, n = rows * width; p < n; p++) {
      if (rest === 8) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
      } else {
        for (let c = 0; c < 8; c++) {
          store<f32>(to + (c << 2), c < rest ? load<f32>(from + (c << 2)) : 0);
        }
      }
      to += 32;
      from += stride;
    }
  }
}

/**
 * The groups' sums, in order. Fields: parts, groups, rows (runs * length), D, out, rows a chunk.
 */
export function addParts(job: usize, chunk: i32, _thread: i32): void {
  const groups = field(job, 1);
  const rows = field(job, 2);
  const channels = field(job, 3);
  const stride = ((channels + 7) & ~7) << 2;
  const first = chunk * field(job, 5);
  const last = min(first + field(job, 5), rows);
  const group = <usize>rows * stride;
  for (let r = first; r < last; r++) {
    const out = <usize>field(job, 4) + ((<usize>r * channels) << 2);
    const parts = <usize>field(job, 0) + <usize>r * stride;
    let c = 0;
    for (; c + 4 <= channels; c += 4) {
      let sum = v128.load(parts + (c << 2));
      for (let g = 1; g < groups; g++)
        sum = f32x4.add(sum, v128.load(parts + g * group + (c << 2)));
      v128.store(out + (c << 2), sum);
    }
    for (; c < channels; c++) {
      let sum = load<f32>(parts + (c << 2));
      for (let g = 1; g < groups; g++) sum += load<f32>(parts + g * group + (c << 2));
      store<f32>(out + (c << 2), sum);
    }
  }
}
