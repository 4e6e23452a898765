/** @throws {RangeError} If it is not in [0, 1). */
export function assertLabelSmoothing(caller: string, labelSmoothing: number): void {
  if (labelSmoothing >= 0 && labelSmoothing < 1) return;
  throw new RangeError(`${caller}: labelSmoothing must be in [0, 1); got ${labelSmoothing}.`);
}

/** @throws {RangeError} If a label is not of the network's L classes. */
export function assertLabels(caller: string, labels: Int32Array, L: number): void {
  const wrong = labels.find((label) => !(label >= 0 && label < L));
  if (wrong === undefined) return;
  throw new RangeError(
    `${caller}: labels must be in [0, ${L}), the classes of the network; got ${wrong}.`,
  );
}
