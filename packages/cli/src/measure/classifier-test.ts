import type { Source } from "@unlabeled/data";
import { checkSameClasses } from "../stages/classes.ts";
import type { ClassifierConfig } from "../stages/classifier-config.ts";
import { openLabeled } from "./labeled-pair.ts";
import { somePictures } from "./some-pictures.ts";

/**
 * Labelled pictures on which a classifier is measured.
 *
 * @param pictures - So many, spread evenly over all; default all.
 * @throws {UserError} If there are no labels, or they are of other classes.
 */
export async function classifierTest(
  path: string,
  { classes }: Pick<ClassifierConfig, "classes">,
  pictures: number | undefined,
): Promise<Source> {
  const all = await openLabeled(path);
  checkSameClasses(all, classes, "PATH");
  return somePictures(all, pictures);
}
