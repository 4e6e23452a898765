import { field } from "./windows";

// Rows, chunks and loops as in batch-norm.ts.

/** Sums over a chunk's rows: of dy behind the ReLU, and of it times x - mean. */
// dy, x, y or 0 without a ReLU, R, C, rows a chunk, mean, sums [chunks, 2, C]
export function normGradientSums(job: usize, chunk: i32, _thread: i32): void {
  const stride: usize = field(job, 4) << 2;
  const first = <usize>(chunk * field(job, 5)) * stride;
  const last = <usize>min((chunk + 1) * field(job, 5), field(job, 3)) * stride;
  const dy: usize = field(job, 0);
  const x: usize = field(job, 1);
  const y: usize = field(job, 2);
  const mean: usize = field(job, 6);
  const sums = <usize>field(job, 7) + <usize>chunk * 2 * stride;
  const zero = f32x4.splat(0);
  let c: usize = 0;
  for (; c + 32 <= stride; c += 32) {
    const m0 = v128.load(mean + c);
    const m1 = v128.load(mean + c, 16);
    let s0 = zero;
    let s1 = zero;
    let q0 = zero;
    let q1 = zero;
    if (y) {
      for (let at = first + c; at < last; at += stride) {
        const g0 = v128.and(v128.load(dy + at), f32x4.gt(v128.load(y + at), zero));
        const g1 = v128.and(v128.load(dy + at, 16), f32x4.gt(v128.load(y + at, 16), zero));
        s0 = f32x4.add(s0, g0);
        s1 = f32x4.add(s1, g1);
        q0 = f32x4.add(q0, f32x4.mul(g0, f32x4.sub(v128.load(x + at), m0)));
        q1 = f32x4.add(q1, f32x4.mul(g1, f32x4.sub(v128.load(x + at, 16), m1)));
      }
    } else {
      for (let at = first + c; at < last; at += stride) {
        const g0 = v128.load(dy + at);
        const g1 = v128.load(dy + at, 16);
        s0 = f32x4.add(s0, g0);
        s1 = f32x4.add(s1, g1);
        q0 = f32x4.add(q0, f32x4.mul(g0, f32x4.sub(v128.load(x + at), m0)));
        q1 = f32x4.add(q1, f32x4.mul(g1, f32x4.sub(v128.load(x + at, 16), m1)));
      }
    }
    v128.store(sums + c, s0);
    v128.store(sums + c, s1, 16);
    v128.store(sums + stride + c, q0);
    v128.store(sums + stride + c, q1, 16);
  }
  for (; c < stride; c += 4) {
    const m = load<f32>(mean + c);
    let sum: f32 = 0;
    let products: f32 = 0;
    for (let at = first + c; at < last; at += stride) {
      if (y && !(load<f32>(y + at) > 0)) continue;
      const g = load<f32>(dy + at);
      sum += g;
      products += g * (load<f32>(x + at) - m);
    }
    store<f32>(sums + c, sum);
    store<f32>(sums + stride + c, products);
  }
}

/** Gradients of scale and offset, and dx = dy a + x b + c of the normalization. One chunk. */
// R, C, sums, chunks, scale, mean, variance, epsilon (float), dScale, dOffset, a, b, c
export function normGradientMoments(job: usize, _chunk: i32, _thread: i32): void {
  const R = <f64>field(job, 0);
  const C = field(job, 1);
  const chunks = field(job, 3);
  const epsilon = load<f32>(job, 28);
  for (let c = 0; c < C; c++) {
    const at = (<usize>c) << 2;
    let sum: f64 = 0;
    let products: f64 = 0;
    for (let i = 0; i < chunks; i++) {
      const sums = <usize>field(job, 2) + <usize>(2 * i * C) * 4 + at;
      sum += load<f32>(sums);
      products += load<f32>(sums + 4 * C);
    }
    const mean = <f64>load<f32>(<usize>field(job, 5) + at);
    const inverse = 1 / sqrt(<f64>load<f32>(<usize>field(job, 6) + at) + epsilon);
    const a = <f64>load<f32>(<usize>field(job, 4) + at) * inverse;
    // dx = a (dy - sum/R - (x - mean) inverse² products/R)
    const b = (-a * inverse * inverse * products) / R;
    store<f32>(<usize>field(job, 8) + at, <f32>(products * inverse));
    store<f32>(<usize>field(job, 9) + at, <f32>sum);
    store<f32>(<usize>field(job, 10) + at, <f32>a);
    store<f32>(<usize>field(job, 11) + at, <f32>b);
    store<f32>(<usize>field(job, 12) + at, <f32>((-a * sum) / R - b * mean));
  }
}

/** dx = dy a + x b + c, with dy behind the ReLU, which is the residual's gradient too. */
// dy, x, y or 0 without a ReLU, R, C, rows a chunk, a, b, c, dx, residual's gradient or 0
export function normGradientApply(job: usize, chunk: i32, _thread: i32): void {
  const stride: usize = field(job, 4) << 2;
  const first = <usize>(chunk * field(job, 5)) * stride;
  const last = <usize>min((chunk + 1) * field(job, 5), field(job, 3)) * stride;
  const dy: usize = field(job, 0);
  const x: usize = field(job, 1);
  const y: usize = field(job, 2);
  const a: usize = field(job, 6);
  const b: usize = field(job, 7);
  const k: usize = field(job, 8);
  const dx: usize = field(job, 9);
  const dResidual: usize = field(job, 10);
  const zero = f32x4.splat(0);
  const vectors = stride & ~15;
  for (let row = first; row < last; row += stride) {
    let c: usize = 0;
    for (; c < vectors; c += 16) {
      const at = row + c;
      let g = v128.load(dy + at);
      if (y) g = v128.and(g, f32x4.gt(v128.load(y + at), zero));
      if (dResidual) v128.store(dResidual + at, g);
      const line = f32x4.add(f32x4.mul(v128.load(x + at), v128.load(b + c)), v128.load(k + c));
      v128.store(dx + at, f32x4.add(f32x4.mul(g, v128.load(a + c)), line));
    }
    for (; c < stride; c += 4) {
      const at = row + c;
      const g = y && !(load<f32>(y + at) > 0) ? <f32>0 : load<f32>(dy + at);
      if (dResidual) store<f32>(dResidual + at, g);
      store<f32>(
        dx + at,
        g * load<f32>(a + c) + (load<f32>(x + at) * load<f32>(b + c) + load<f32>(k + c)),
      );
    }
  }
}
