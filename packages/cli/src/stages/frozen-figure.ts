import type { Backbone } from "@unlabeled/core";
import type { Source } from "@unlabeled/data";
import { logisticProbe, standardize } from "@unlabeled/eval";
import { featuresOf } from "../measure/tables.ts";
import type { StageFigure } from "./measure-classifier.ts";

/** What a pretrained network is worth before it is fine-tuned: logistic regression on its features, of the same labels. */
export async function frozenFigure(
  backbone: Backbone,
  { train, test, split }: { readonly train: Source; readonly test: Source; readonly split: string },
  size: number,
): Promise<StageFigure> {
  const [known, asked] = [
    await featuresOf(backbone, train, size),
    await featuresOf(backbone, test, size),
  ];
  const scaled = standardize(known, asked);
  const { accuracy } = await logisticProbe(scaled.train, scaled.test);
  const { count: pictures } = asked;
  const skipped = test.length - pictures;
  return { name: "pretrained, a linear classifier on it", accuracy, pictures, skipped, split };
}
