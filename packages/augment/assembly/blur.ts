// A Gaussian blur in two directions, symmetric weights w[0] … w[reach], the centre first.
import { FLOAT } from "./lanes";

/** Values are made so many at a time, as many as there are registers for. */
const STEP = 16;

/**
 * Along a row, in place.
 *
 * @param columns - int32: where in the row the values at -radius … width - 1 + radius are (mirrored at the borders).
 * @param line - Room for them, and for as many as fill a step.
 */
export function blurAlong(
  row: usize,
  width: i32,
  radius: i32,
  reach: i32,
  weights: usize,
  columns: usize,
  line: usize,
): void {
  const edge = <usize>radius * FLOAT;
  memory.copy(line + edge, row, <usize>width * FLOAT);
  for (let i = 0; i < radius; i++) {
    const after = radius + width + i;
    copyColumn(row, columns, i, line);
    copyColumn(row, columns, after, line);
  }
  for (let x = 0; x < width; x += STEP) {
    const at = line + edge + <usize>x * FLOAT;
    let weight = v128.load32_splat(weights);
    let sum0 = f32x4.mul(weight, v128.load(at));
    let sum1 = f32x4.mul(weight, v128.load(at, 16));
    let sum2 = f32x4.mul(weight, v128.load(at, 32));
    let sum3 = f32x4.mul(weight, v128.load(at, 48));
    let before = at;
    let behind = at;
    for (let k = 1; k <= reach; k++) {
      before -= FLOAT;
      behind += FLOAT;
      weight = v128.load32_splat(weights + <usize>k * FLOAT);
      sum0 = f32x4.add(sum0, f32x4.mul(weight, f32x4.add(v128.load(before), v128.load(behind))));
      sum1 = f32x4.add(
        sum1,
        f32x4.mul(weight, f32x4.add(v128.load(before, 16), v128.load(behind, 16))),
      );
      sum2 = f32x4.add(
        sum2,
        f32x4.mul(weight, f32x4.add(v128.load(before, 32), v128.load(behind, 32))),
      );
      sum3 = f32x4.add(
        sum3,
        f32x4.mul(weight, f32x4.add(v128.load(before, 48), v128.load(behind, 48))),
      );
    }
    const to = row + <usize>x * FLOAT;
    v128.store(to, sum0);
    v128.store(to, sum1, 16);
    v128.store(to, sum2, 32);
    v128.store(to, sum3, 48);
  }
}

function copyColumn(row: usize, columns: usize, i: i32, line: usize): void {
  const from = load<i32>(columns + ((<usize>i) << 2));
  store<f32>(line + <usize>i * FLOAT, load<f32>(row + <usize>from * FLOAT));
}

/**
 * Row `y` of a plane, blurred down the columns; at most 1.
 *
 * @param rows - int32: which row of the plane the rows -radius … height - 1 + radius are.
 */
export function blurDown(
  plane: usize,
  rowBytes: usize,
  y: i32,
  radius: i32,
  reach: i32,
  weights: usize,
  rows: usize,
  to: usize,
): void {
  const one = f32x4.splat(1);
  const centre = rows + ((<usize>(y + radius)) << 2);
  for (let x: usize = 0; x < rowBytes; x += STEP * FLOAT) {
    const at = plane + <usize>y * rowBytes + x;
    let weight = v128.load32_splat(weights);
    let sum0 = f32x4.mul(weight, v128.load(at));
    let sum1 = f32x4.mul(weight, v128.load(at, 16));
    let sum2 = f32x4.mul(weight, v128.load(at, 32));
    let sum3 = f32x4.mul(weight, v128.load(at, 48));
    for (let k = 1; k <= reach; k++) {
      const above = plane + <usize>load<i32>(centre - ((<usize>k) << 2)) * rowBytes + x;
      const below = plane + <usize>load<i32>(centre + ((<usize>k) << 2)) * rowBytes + x;
      weight = v128.load32_splat(weights + <usize>k * FLOAT);
      sum0 = f32x4.add(sum0, f32x4.mul(weight, f32x4.add(v128.load(above), v128.load(below))));
      sum1 = f32x4.add(
        sum1,
        f32x4.mul(weight, f32x4.add(v128.load(above, 16), v128.load(below, 16))),
      );
      sum2 = f32x4.add(
        sum2,
        f32x4.mul(weight, f32x4.add(v128.load(above, 32), v128.load(below, 32))),
      );
      sum3 = f32x4.add(
        sum3,
        f32x4.mul(weight, f32x4.add(v128.load(above, 48), v128.load(below, 48))),
      );
    }
    v128.store(to + x, f32x4.pmin(sum0, one));
    v128.store(to + x, f32x4.pmin(sum1, one), 16);
    v128.store(to + x, f32x4.pmin(sum2, one), 32);
    v128.store(to + x, f32x4.pmin(sum3, one), 48);
  }
}
