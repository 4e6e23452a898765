import type { Tensor, Variable } from "@tensorflow/tfjs";

// Core's Network and Backbone, in the words of their structure: core's own tests use this package.
interface NamedVariable {
  readonly name: string;
  readonly variable: Variable;
}

interface Network<In extends Tensor> {
  readonly parameters: readonly (NamedVariable & { readonly kind: "kernel" | "bias" | "scale" })[];
  readonly statistics: readonly NamedVariable[];
  apply(input: In, mode: "train" | "evaluate"): Tensor;
  clone(): Network<In>;
}

interface Backbone<In extends Tensor> extends Network<In> {
  readonly featureCount: number;
  stages(input: In, mode: "train" | "evaluate"): readonly Tensor[];
  clone(): Backbone<In>;
}

interface NetworkContractOptions<In extends Tensor> {
  /** A new input of at least three rows, the same at each call. */
  input: () => In;
  /** Whether the initial values depend on the seed. Default true. */
  seeded?: boolean;
}

interface BackboneContractOptions<In extends Tensor> extends NetworkContractOptions<In> {
  /** How many maps it has, finest first; 0: none, and `stages` throws. Default 4. */
  stages?: number;
}

/** Declares the tests that every network must pass. */
export function testNetwork<In extends Tensor>(
  make: (seed: number) => Network<In>,
  options: NetworkContractOptions<In>,
): void;

/** Declares the tests that every backbone must pass, with those of {@link testNetwork}. */
export function testBackbone<In extends Tensor>(
  make: (seed: number) => Backbone<In>,
  options: BackboneContractOptions<In>,
): void;
