import * as tf from "@tensorflow/tfjs";

/** What is measured while a run goes on, off the gradient: accuracy of neighbours or of a linear probe, for example. */
export interface Probe {
  /** Updates from one measurement to the next, an integer ≥ 1. The last step is always measured. */
  readonly everySteps: number;
  /**
   * Measures the method's networks, in mode "evaluate"; frees all tensors that it makes. A pure function of the
   * networks, so that a resumed run measures what an uninterrupted one does.
   */
  measure(): Promise<Readonly<Record<string, number>>>;
}

/**
 * Measures, if it is time to: figures under `probe/`, with `probe/seconds`, what they cost.
 *
 * @throws {Error} If the measurement leaves tensors behind.
 */
export async function probed(
  probe: Probe | undefined,
  { step, totalSteps }: { readonly step: number; readonly totalSteps: number },
): Promise<Readonly<Record<string, number>>> {
  if (probe === undefined || (step % probe.everySteps !== 0 && step !== totalSteps)) return {};
  const [before, began] = [tf.memory().numTensors, performance.now()];
  const figures = await probe.measure();
  const left = tf.memory().numTensors - before;
  if (left !== 0) {
    throw new Error(
      `train: probe.measure must leave as many tensors as it found; got ${Math.abs(left)} ${left > 0 ? "more" : "fewer"} after step ${step}.`,
    );
  }
  const named = Object.entries(figures).map(([name, value]) => [`probe/${name}`, value] as const);
  const seconds = (performance.now() - began) / 1000;
  return Object.fromEntries([...named, ["probe/seconds", seconds]]);
}
