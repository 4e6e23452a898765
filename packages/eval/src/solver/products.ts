import { currentEngine } from "@unlabeled/core";
import { engineProducts } from "./engine-products.ts";
import { float64Products } from "./float64-products.ts";
import type { PaddedRows } from "./padded-rows.ts";

/** The three products with the rows X `[N, F]` that a fit is made of; L is the number of classes. */
export interface Products {
  /** "float64", or "float32" on the current engine. */
  readonly arithmetic: "float64" | "float32";
  /** Relative error of a sum over the rows. */
  readonly noise: number;
  /** X Wᵀ `[N, L]`, from W `[L, F]`. */
  scores(weights: Float64Array, into: Float64Array): Promise<void>;
  /** Rᵀ X `[L, F]`, from R `[N, L]`. */
  pullBack(residuals: Float64Array, into: Float64Array): Promise<void>;
  /** Xᵀ X `[F, F]`; its lower half is filled. */
  gram(): Promise<Float64Array>;
  dispose(): void;
}

const LARGE = 1e7; // multiplications a product; below it, moving data costs more than it saves

/**
 * Products on the engine where it is fast and the problem is large, else in float64 here.
 *
 * An engine that computes networks in bfloat16 serves as well: it multiplies layers in it, and not matrices (core's `EngineOptions`).
 */
export function productsFor(rows: PaddedRows, classCount: number): Products {
  const engine = currentEngine();
  const isFast = engine !== undefined && engine.name !== "cpu";
  const isLarge = rows.count * rows.width * classCount > LARGE;
  return isFast && isLarge ? engineProducts(rows, classCount) : float64Products(rows, classCount);
}
