import { type Source, subset } from "@unlabeled/data";
import { checkSameClasses } from "../stages/classes.ts";
import type { ClassifierConfig } from "../stages/classifier-config.ts";
import { openLabeled } from "./labeled-pair.ts";

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
  if (pictures === undefined || pictures >= all.length) return all;
  const places = Int32Array.from({ length: pictures }, (_, i) =>
    Math.floor((i * all.length) / pictures),
  );
  return subset(all, places);
}
