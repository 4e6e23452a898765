type Floats = Float32Array;

/** Element-wise operations, reductions and softmax. Operations are numbered as in `native/kernels/operations.h`. */
export interface ElementFunctions {
  /** alpha and beta: what some operations take. */
  unary(operation: number, x: Floats, y: Floats, alpha: number, beta: number): void;
  /** `layout`: size, step of a and step of b for each dimension, outermost first; a step is 0 where it broadcasts. */
  binary(operation: number, layout: Int32Array, a: Floats, b: Floats, out: Floats): void;
  compare(operation: number, layout: Int32Array, a: Floats, b: Floats, out: Uint8Array): void;
  /** `chosen` where the condition is 1, else `other`. */
  choose(condition: Uint8Array, chosen: Floats, other: Floats, out: Floats): void;
  /** From ints or truths to floats, or from floats to one of them. */
  cast(from: Floats | Int32Array | Uint8Array, to: Floats | Int32Array | Uint8Array): void;

  /** `x` is [outer, reduced, inner], `out` [outer, inner]. Sums are divided by `divisor`. */
  reduce(
    operation: number,
    outer: number,
    reduced: number,
    inner: number,
    divisor: number,
    x: Floats,
    out: Floats,
  ): void;
  softmax(rows: number, classes: number, x: Floats, y: Floats): void;
  softmaxCrossEntropy(
    rows: number,
    classes: number,
    logits: Floats,
    labels: Floats,
    loss: Floats,
    gradient: Floats,
  ): void;
}
