import { elapsedSeconds, type Run } from "@unlabeled/train";

/** What curves can be drawn over. */
export type XAxis = (typeof X_AXES)[number];

export const X_AXES = ["step", "epoch", "minutes", "images"] as const;

/** The axes' titles, with units. */
export const X_TITLES: Readonly<Record<XAxis, string>> = {
  step: "step",
  epoch: "epoch",
  minutes: "minutes of training",
  images: "pictures seen",
};

/** Where each of a run's reports lies on an axis. */
export function xValues({ record, reports }: Run, axis: XAxis): number[] {
  const { batchSize, batchesPerEpoch } = record;
  if (axis === "minutes") return elapsedSeconds(reports, batchSize).map((seconds) => seconds / 60);
  const perStep = { step: 1, epoch: 1 / batchesPerEpoch, images: batchSize }[axis];
  return reports.map(({ step }) => step * perStep);
}
