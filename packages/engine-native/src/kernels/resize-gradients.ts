import type * as tf from "@tensorflow/tfjs";
import { replaceKernel } from "./replace-kernel.ts";

type Inputs = Record<"images" | "dy", tf.TensorInfo>;

interface Attributes {
  alignCorners: boolean;
  halfPixelCenters: boolean;
}

/** What an output row or column is made of: two input ones, and the weight of the second. */
interface Tap {
  readonly low: number;
  readonly high: number;
  readonly weight: number;
}

/**
 * Gradients of `resizeNearestNeighbor` and `resizeBilinear`.
 *
 * Those of tfjs 4.22.0 on the cpu are wrong: one for batches, the other for images that are not square, and
 * both for half pixel centers.
 */
export function registerResizeGradients(): void {
  for (const [kernelName, tapOf] of [
    ["ResizeNearestNeighborGrad", nearest],
    ["ResizeBilinearGrad", bilinear],
  ] as const) {
    replaceKernel(kernelName, ({ images, dy }: Inputs, attributes: Attributes, backend) => {
      const [N, H, W, C] = images.shape as [number, number, number, number];
      const [, h, w] = dy.shape as [number, number, number];
      const { tensor, elements } = backend.makeFloats(images.shape);
      elements.fill(0);
      const from = backend.floats(dy);
      const rows = taps(H, h, attributes, tapOf);
      const columns = taps(W, w, attributes, tapOf);
      let at = 0;
      const share = (row: number, column: number, weight: number) => {
        if (weight === 0) return; // so that an infinite gradient stays one
        const to = (row * W + column) * C;
        for (let c = 0; c < C; c++) {
          elements[to + c] = (elements[to + c] as number) + weight * (from[at + c] as number);
        }
      };
      for (let n = 0; n < N; n++) {
        for (const { low, high, weight: down } of rows) {
          for (const { low: left, high: right, weight: beside } of columns) {
            share(n * H + low, left, (1 - down) * (1 - beside));
            share(n * H + low, right, (1 - down) * beside);
            share(n * H + high, left, down * (1 - beside));
            share(n * H + high, right, down * beside);
            at += C;
          }
        }
      }
      return tensor;
    });
  }
}

/** For each of `outputs` rows, what it is made of among `inputs` rows. */
function taps(
  inputs: number,
  outputs: number,
  { alignCorners, halfPixelCenters }: Attributes,
  tapOf: (at: number, last: number, alignCorners: boolean, shift: number) => Tap,
): Tap[] {
  const aligned = alignCorners && outputs > 1 ? 1 : 0;
  const scale = (inputs - aligned) / (outputs - aligned);
  const shift = halfPixelCenters ? 0.5 : 0;
  return Array.from({ length: outputs }, (_, i) =>
    tapOf((i + shift) * scale, inputs - 1, alignCorners, shift),
  );
}

function nearest(at: number, last: number, alignCorners: boolean): Tap {
  const one = Math.min(last, alignCorners ? Math.round(at) : Math.floor(at));
  return { low: one, high: one, weight: 0 };
}

function bilinear(at: number, last: number, _alignCorners: boolean, shift: number): Tap {
  const low = Math.max(0, Math.floor(at - shift));
  return {
    low,
    high: Math.min(last, Math.max(0, Math.ceil(at - shift))),
    weight: at - shift - low,
  };
}
