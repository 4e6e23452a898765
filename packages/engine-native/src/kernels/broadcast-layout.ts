interface BroadcastLayout {
  readonly shape: number[];
  /** Size, step of a and step of b for each dimension that is left, outermost first, as the addon reads it. */
  readonly steps: Int32Array;
}

/** What the addon takes: `Broadcast::MOST` dimensions, and ints. */
const MOST_DIMENSIONS = 8;
const MOST_ELEMENTS = 2 ** 31 - 1;

/**
 * How two operands are walked for a result in which both are broadcast, in as few dimensions as will do.
 *
 * @returns Undefined where the shapes do not go together, or there are too many dimensions or elements.
 */
export function broadcastLayout(a: number[], b: number[]): BroadcastLayout | undefined {
  const shape: number[] = [];
  const steps: number[] = []; // innermost first: step of b, step of a, size
  let [aStep, bStep, count] = [1, 1, 1];
  for (let i = 1; i <= Math.max(a.length, b.length); i++) {
    const aSize = a[a.length - i] ?? 1;
    const bSize = b[b.length - i] ?? 1;
    if (aSize !== bSize && aSize !== 1 && bSize !== 1) return undefined;
    const size = aSize === 1 ? bSize : aSize;
    shape.unshift(size);
    count *= size;
    if (size === 1) continue;
    prepend(steps, size, aSize === 1 ? 0 : aStep, bSize === 1 ? 0 : bStep);
    aStep *= aSize;
    bStep *= bSize;
  }
  if (steps.length === 0) steps.push(1, 1, 1);
  if (steps.length > 3 * MOST_DIMENSIONS || count > MOST_ELEMENTS) return undefined;
  return { shape, steps: Int32Array.from(steps.reverse()) };
}

/** Adds a dimension before the others, or makes the first one larger, if both operands go on with the same step. */
function prepend(steps: number[], size: number, aStep: number, bStep: number): void {
  const [bBefore = -1, aBefore = -1, before = 0] = steps.slice(-3);
  if (aStep === aBefore * before && bStep === bBefore * before) {
    steps[steps.length - 1] = before * size;
  } else {
    steps.push(bStep, aStep, size);
  }
}
