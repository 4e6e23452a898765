import type { RandomStream } from "../random/random-stream.ts";

/** Initial values of a variable: a pure function of the shape and the random numbers. */
export type Initializer = (shape: readonly number[], random: RandomStream) => Float32Array;

const size = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/** Every value the same. */
export function constant(value: number): Initializer {
  return (shape) => new Float32Array(size(shape)).fill(value);
}

/** N(0, deviation²). */
export function normal(deviation: number): Initializer {
  return (shape, random) =>
    Float32Array.from({ length: size(shape) }, () => deviation * random.normal());
}

/** Inputs or outputs of one unit of a kernel `[..., C, D]`: all axes but the last, or all but the one before. */
export type Fan = "in" | "out";

/**
 * N(0, 2 / fan), for layers with a ReLU behind them. PyTorch's ResNets take the fan out.
 *
 * @see He et al., Delving Deep into Rectifiers, 2015, eq. 10 and 14: https://arxiv.org/abs/1502.01852
 */
export function heNormal(fan: Fan): Initializer {
  return (shape, random) => normal(Math.sqrt(2 / fanOf(shape, fan)))(shape, random);
}

/** TensorFlow's and Haiku's default: N(0, 1 / fan in), redrawn beyond two deviations; the deviation is not corrected for that. */
export function truncatedNormal(deviation?: number): Initializer {
  return (shape, random) => {
    const scale = deviation ?? Math.sqrt(1 / fanOf(shape, "in"));
    return Float32Array.from({ length: size(shape) }, () => {
      let value = random.normal();
      while (Math.abs(value) > 2) value = random.normal();
      return scale * value;
    });
  };
}

function fanOf(shape: readonly number[], fan: Fan): number {
  const [inputs, outputs] = shape.slice(-2) as [number, number];
  return size(shape.slice(0, -2)) * (fan === "in" ? inputs : outputs);
}
