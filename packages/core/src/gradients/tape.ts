import * as tf from "@tensorflow/tfjs";

/** The state of tfjs's engine: public in its types, not in its documentation. */
type State = ReturnType<typeof tf.engine>["state"];

/** What tfjs notes of an operation while a gradient is being taken. */
export type TapeNode = State["activeTape"][number];

/** Whether no gradient is being taken: the next one is not part of another. */
export function isOutermost(): boolean {
  return tf.engine().state.gradientDepth === 0;
}

/** The operations of the gradient that is being taken, in their order. */
export function activeTape(): readonly TapeNode[] {
  return tf.engine().state.activeTape;
}

/** Frees what operations have saved for a gradient that has failed, which tfjs would hold for good. */
export function dropTape(): void {
  const state = tf.engine().state as Omit<State, "activeTape"> & { activeTape: TapeNode[] | null };
  for (const { saved } of state.activeTape ?? []) tf.dispose(saved);
  state.activeTape = null; // as after a gradient that has succeeded
}
