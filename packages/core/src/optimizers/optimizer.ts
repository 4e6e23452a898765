import type * as tf from "@tensorflow/tfjs";
import type { NamedVariable, Parameter } from "../networks/network.ts";

/** Gradients by the parameter's name. */
export type Gradients = Readonly<Record<string, tf.Tensor>>;

/** A rule of update and the slots that it keeps, by the parameter's name. */
export interface Optimizer {
  /** In run.json, for example "lars". */
  readonly name: string;
  /** Its settings as resolved, for run.json. JSON. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Makes the slots of these parameters, zero. Called once, before the first update and before slots are restored. */
  initialize(parameters: readonly Parameter[]): void;
  /** Saved state: `momentum/backbone/stem/conv/kernel`, …; a counter is a scalar. */
  readonly slots: readonly NamedVariable[];
  /** Changes the parameters in place. Gradients stay the caller's. */
  update(gradients: Gradients, learningRate: number): void;
}
