import { permutation } from "@unlabeled/core";

interface ClassDraw {
  readonly seed: number;
  /** What the draw is for. */
  readonly purpose: string;
  /** From 0. */
  readonly draw: number;
}

/** The rows of each class in an order that the draw decides, classes rising. */
export function shuffledClasses(
  labels: Int32Array,
  classes: Int32Array,
  { seed, purpose, draw }: ClassDraw,
): number[][] {
  const rows = new Map(Array.from(classes, (label): [number, number[]] => [label, []]));
  for (const [row, label] of labels.entries()) rows.get(label)?.push(row);
  return Array.from(rows, ([label, members]) => {
    const order = permutation(members.length, { seed, purpose, epoch: draw, sample: label });
    return Array.from(order, (place) => members[place] as number);
  });
}
