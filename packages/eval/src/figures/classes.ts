/** The classes that occur, rising. */
export function distinctClasses(labels: Int32Array): Int32Array {
  return Int32Array.from(new Set(labels)).sort();
}

/** Each label's place in `classes`; −1 for a label that is not there. */
export function classPlaces(labels: Int32Array, classes: Int32Array): Int32Array {
  const places = new Map(Array.from(classes, (label, place) => [label, place]));
  return labels.map((label) => places.get(label) ?? -1);
}

/** Part of the labels that were predicted, in [0, 1]. */
export function agreement(predicted: Int32Array, labels: Int32Array): number {
  let right = 0;
  for (const [row, label] of labels.entries()) if (predicted[row] === label) right++;
  return right / labels.length;
}

/** Throws unless there is something to tell apart. */
export function requireClasses(caller: string, classes: Int32Array): void {
  if (classes.length < 2) {
    throw new RangeError(
      `${caller}: train must hold at least 2 classes; got ${classes.length}, label ${classes[0]} alone.`,
    );
  }
}
