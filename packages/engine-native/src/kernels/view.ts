import * as tf from "@tensorflow/tfjs";

/** Some elements of an array as a tensor: element `[i, j, …]` lies at `offset + i * strides[0] + j * strides[1] + …`. */
export interface View {
  readonly sizes: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
}

/** A whole tensor as tfjs has it. */
export function whole(shape: readonly number[]): View {
  const strides = shape.map((_size, axis) => tf.util.sizeFromShape(shape.slice(axis + 1)));
  return { sizes: shape, strides, offset: 0 };
}

/** Of each dimension some indices: so many from `begin` on, in steps of 1 or else as given, which may go backwards. */
export function part(
  view: View,
  begin: readonly number[],
  sizes: readonly number[],
  steps: readonly number[] = sizes.map(() => 1),
): View {
  const strides = view.strides.map((stride, axis) => stride * (steps[axis] as number));
  const at = (sum: number, stride: number, axis: number) => sum + stride * (begin[axis] as number);
  return { sizes, strides, offset: view.strides.reduce(at, view.offset) };
}

/** The indices of one dimension from `begin` on. */
export function along(view: View, axis: number, begin: number, size: number): View {
  const zeros = view.sizes.map((_size, i) => (i === axis ? begin : 0));
  const sizes = view.sizes.map((whole, i) => (i === axis ? size : whole));
  return part(view, zeros, sizes);
}

/** Its dimensions in another order. */
export function permuted({ sizes, strides, offset }: View, order: readonly number[]): View {
  const inOrder = (numbers: readonly number[]) => order.map((axis) => numbers[axis] as number);
  return { sizes: inOrder(sizes), strides: inOrder(strides), offset };
}

/** The first element, again and again. */
export function repeated(sizes: readonly number[]): View {
  return { sizes, strides: sizes.map(() => 0), offset: 0 };
}
