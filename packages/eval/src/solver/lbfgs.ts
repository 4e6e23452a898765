import { type Objective, wolfeStep } from "./wolfe-step.ts";

/** How L-BFGS runs. */
export interface LbfgsOptions {
  /** Stops when no element of the gradient is larger. */
  readonly tolerance: number;
  /** Stops, not converged, after so many steps. */
  readonly maxIterations: number;
  /** Relative error of the objective's values: 1e-15 in float64. */
  readonly noise: number;
  /** Multiplies in place by an approximation of the inverse Hessian. Default: the identity. */
  readonly precondition?: ((vector: Float64Array) => void) | undefined;
}

/** Where L-BFGS stopped. */
export interface LbfgsResult {
  readonly value: number;
  /** Largest element of the gradient, in absolute value. */
  readonly gradientNorm: number;
  readonly iterations: number;
  /** Whether the gradient is within the tolerance. */
  readonly converged: boolean;
}

const HISTORY = 10; // pairs kept, as in SciPy

/**
 * Minimizes a smooth function from `x`, which ends at the minimum.
 *
 * @see Nocedal, Wright: Numerical Optimization, 2nd edition, algorithms 7.4 and 7.5; the initial
 *   matrix is the preconditioner scaled by eq. 7.20.
 */
export async function lbfgs(
  objective: Objective,
  x: Float64Array,
  { tolerance, maxIterations, noise, precondition = () => {} }: LbfgsOptions,
): Promise<LbfgsResult> {
  const gradient = new Float64Array(x.length);
  let value = await objective(x, gradient);
  const pairs: Pair[] = [];
  let iterations = 0;
  for (; iterations < maxIterations && largest(gradient) > tolerance; iterations++) {
    let direction = descentDirection(gradient, pairs, precondition);
    let step = await wolfeStep(objective, { x, value, gradient, direction, noise });
    if (step === undefined && pairs.length > 0) {
      pairs.length = 0; // the curvature may be stale: once more from the preconditioner alone
      direction = descentDirection(gradient, pairs, precondition);
      step = await wolfeStep(objective, { x, value, gradient, direction, noise });
    }
    if (step === undefined) break; // no lower value can be told from rounding
    const s = direction.map((d) => d * step.length);
    const y = step.gradient.map((g, i) => g - (gradient[i] as number));
    addScaled(x, s, 1);
    value = step.value;
    gradient.set(step.gradient);
    const curvature = dot(s, y);
    if (!(curvature > 0)) continue;
    const preconditioned = y.slice();
    precondition(preconditioned);
    pairs.push({ s, y, curvature, scale: curvature / dot(y, preconditioned) });
    if (pairs.length > HISTORY) pairs.shift();
  }
  const gradientNorm = largest(gradient);
  return { value, gradientNorm, iterations, converged: gradientNorm <= tolerance };
}

interface Pair {
  /** Change of x. */
  readonly s: Float64Array;
  /** Change of the gradient. */
  readonly y: Float64Array;
  readonly curvature: number;
  readonly scale: number;
}

/** Two-loop recursion: −(inverse Hessian) · gradient. */
function descentDirection(
  gradient: Float64Array,
  pairs: readonly Pair[],
  precondition: (vector: Float64Array) => void,
): Float64Array {
  const direction = gradient.map((g) => -g);
  const alphas = new Float64Array(pairs.length);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { s, y, curvature } = pairs[i] as Pair;
    const alpha = dot(s, direction) / curvature;
    alphas[i] = alpha;
    addScaled(direction, y, -alpha);
  }
  precondition(direction);
  // before the first pair the scale is unknown: a first step of length at most 1
  const first = Math.min(1, 1 / Math.sqrt(dot(direction, direction)));
  const scale = pairs.at(-1)?.scale ?? first;
  for (let i = 0; i < direction.length; i++) direction[i] = (direction[i] as number) * scale;
  for (const [i, { s, y, curvature }] of pairs.entries()) {
    addScaled(direction, s, (alphas[i] as number) - dot(y, direction) / curvature);
  }
  return direction;
}

/** Σ aᵢ bᵢ. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function addScaled(to: Float64Array, vector: Float64Array, factor: number): void {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] as number) + factor * (vector[i] as number);
}

function largest(vector: Float64Array): number {
  let size = 0;
  for (const element of vector) size = Math.max(size, Math.abs(element));
  return size;
}
