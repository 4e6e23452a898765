// What convolutions and their gradients share: the windows of a chunk of images, as offsets into a
// padded copy. The fields of `job` are written by src/kernels/windows.ts in the same order.

/** The field of a job at a position. */
export function field(job: usize, position: i32): i32 {
  return load<i32>(job + (position << 2));
}

export const X: i32 = 0; // [N, H, W, C], address
export const H: i32 = 1;
export const W: i32 = 2;
export const C: i32 = 3;
export const TOP: i32 = 4; // rows of zeros above; negative: rows left out
export const LEFT: i32 = 5;
export const STRIDE_H: i32 = 6;
export const STRIDE_W: i32 = 7;
export const SPAN_H: i32 = 8; // rows that a window covers
export const SPAN_W: i32 = 9;
export const OUT_H: i32 = 10;
export const OUT_W: i32 = 11;
export const RUNS: i32 = 12; // stretches of a window that are contiguous
export const LENGTH: i32 = 13; // floats of each
export const OFFSETS: i32 = 14; // address of their offsets in a padded image, bytes
export const PADDED: i32 = 15; // 0: x itself is used
export const IMAGES: i32 = 16;
export const IMAGES_A_CHUNK: i32 = 17;
export const BANDS: i32 = 18; // an image's output rows are cut into so many chunks
export const ROWS_A_BAND: i32 = 19;
export const SCRATCH: i32 = 20; // address
export const SCRATCH_A_THREAD: i32 = 21; // bytes
export const TABLE_BYTES: i32 = 22; // of a scratch: the pixels' offsets come first

/** Floats from row to row of the images that windows are taken from. */
export function rowLength(job: usize): i32 {
  if (!field(job, PADDED)) return field(job, W) * field(job, C);
  return ((field(job, OUT_W) - 1) * field(job, STRIDE_W) + field(job, SPAN_W)) * field(job, C);
}

/** Rows of a band's padded copy. */
function bandHeight(job: usize, rows: i32): i32 {
  return (rows - 1) * field(job, STRIDE_H) + field(job, SPAN_H);
}

/** Where windows are taken from for a band that begins at output row `y` of an image: its first byte. */
export function windowSource(job: usize, image: i32, y: i32, rows: i32, copy: usize): usize {
  const row = rowLength(job);
  const height = field(job, H);
  const first = y * field(job, STRIDE_H) - field(job, TOP);
  const bytes = (<usize>height * field(job, W) * field(job, C)) << 2;
  const x = <usize>field(job, X) + <usize>image * bytes;
  if (!field(job, PADDED)) return x + ((<usize>first * row) << 2);
  const width = field(job, W);
  const channels = field(job, C);
  const left = field(job, LEFT);
  const total = row / channels;
  const from = max(0, -left); // first column that is taken
  const columns = max(0, min(width, total - left) - from);
  const before = max(0, left) * channels;
  const after = row - before - columns * channels;
  let to = copy;
  for (let r = 0, n = bandHeight(job, rows); r < n; r++) {
    const source = first + r;
    if (source < 0 || source >= height) {
      memory.fill(to, 0, row << 2);
    } else {
      const address = x + (((<usize>source * width + from) * channels) << 2);
      memory.fill(to, 0, before << 2);
      memory.copy(to + (before << 2), address, (columns * channels) << 2);
      memory.fill(to + ((before + columns * channels) << 2), 0, after << 2);
    }
    to += row << 2;
  }
  return copy;
}

/** Bytes of one padded copy of a full band. */
export function copyBytes(job: usize): i32 {
  return field(job, PADDED) ? (bandHeight(job, field(job, ROWS_A_BAND)) * rowLength(job)) << 2 : 0;
}
