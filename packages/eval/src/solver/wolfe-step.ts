import { dot } from "./lbfgs.ts";

/** Returns the value at x and writes the gradient there. */
export type Objective = (x: Float64Array, gradient: Float64Array) => Promise<number>;

interface Search {
  readonly x: Float64Array;
  /** At x. */
  readonly value: number;
  /** At x. */
  readonly gradient: Float64Array;
  /** Downhill. */
  readonly direction: Float64Array;
  /** Relative error of the objective's values. */
  readonly noise: number;
}

interface Step {
  /** In units of the direction. */
  readonly length: number;
  readonly value: number;
  readonly gradient: Float64Array;
}

const DECREASE = 1e-4; // c₁ and c₂ of the Wolfe conditions: Nocedal, Wright, section 3.1
const CURVATURE = 0.9;
const TRIALS = 40;

/**
 * A step that meets the (weak) Wolfe conditions, by doubling and halving from 1; undefined where
 * rounding hides any decrease.
 *
 * @see Lewis, Overton: Nonsmooth optimization via quasi-Newton methods, 2013, algorithm 2.6
 */
export async function wolfeStep(
  objective: Objective,
  { x, value, gradient, direction, noise }: Search,
): Promise<Step | undefined> {
  const slope = dot(gradient, direction);
  if (!(slope < 0)) return undefined;
  const slack = noise * Math.abs(value);
  const at = new Float64Array(x.length);
  const gradientAt = new Float64Array(x.length);
  let [low, high, length] = [0, Number.POSITIVE_INFINITY, 1];
  for (let trial = 0; trial < TRIALS; trial++) {
    for (let i = 0; i < x.length; i++) {
      at[i] = (x[i] as number) + length * (direction[i] as number);
    }
    const valueAt = await objective(at, gradientAt);
    // written so that a value of NaN or infinity shortens the step
    if (!(valueAt <= value + DECREASE * length * slope + slack)) high = length;
    else if (dot(gradientAt, direction) < CURVATURE * slope) low = length;
    else return { length, value: valueAt, gradient: gradientAt };
    length = high === Number.POSITIVE_INFINITY ? 2 * low : (low + high) / 2;
  }
  return undefined;
}
