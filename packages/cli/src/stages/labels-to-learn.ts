import type { Source } from "@unlabeled/data";
import { labeledPair } from "../measure/labeled-pair.ts";
import { UserError } from "../user-error.ts";
import {
  checkEachClass,
  classNames,
  emptyClassFolders,
  listed,
  withoutPictures,
} from "./classes.ts";
import { fractionOf } from "./label-part.ts";
import { sharedPictures } from "./same-pictures.ts";

/** Labelled pictures to learn from, and those to measure on. */
export interface LabelsToLearn {
  readonly labels: Source;
  readonly classes: readonly string[];
  readonly test: Source;
  /** For people: where the test pictures come from. */
  readonly split: string;
  /** What is to be said of them. */
  readonly notices: readonly string[];
}

export interface LabelsRequest {
  readonly labeled: string;
  /** Others to measure on; without these a fifth is held out. */
  readonly test: string | undefined;
  /** The part that is learned, in (0, 1], as many of each class. */
  readonly fraction: number;
  /** Decides what is held out, and which part is learned. */
  readonly seed: number;
}

/**
 * Opens labelled pictures to learn from, each class with at least one, and test pictures that are not among them.
 *
 * @throws {UserError} If a class has none, test pictures are among them, or the classes differ.
 */
export async function labelsToLearn({
  labeled,
  test,
  fraction,
  seed,
}: LabelsRequest): Promise<LabelsToLearn> {
  const pair = await labeledPair(labeled, test, seed);
  const classes = classNames(pair.train);
  checkEachClass(pair.train, classes, labeled);
  if (test !== undefined) await checkNothingShared(pair.test, test, pair.train, labeled);
  const labels = fractionOf(pair.train, fraction, seed);
  const notices = await noticesOf(labeled, pair, classes);
  return { labels, classes, test: pair.test, split: pair.split, notices };
}

async function checkNothingShared(
  test: Source,
  testPath: string,
  train: Source,
  labeled: string,
): Promise<void> {
  const shared = await sharedPictures(test, train);
  if (shared === 0) return;
  throw new UserError(
    `--test must have other pictures than those that are learned from; got ${testPath}, of which ${shared} of ${test.length} are in ${labeled} too. Leave --test out to hold out a fifth, or take those away.`,
  );
}

async function noticesOf(
  labeled: string,
  { train, test }: { readonly train: Source; readonly test: Source },
  classes: readonly string[],
): Promise<string[]> {
  const empty = await emptyClassFolders(labeled, train);
  const untested = withoutPictures(test, classes);
  return [
    ...(empty.length > 0 ? [`There are no pictures in ${listed(empty)} of ${labeled}.`] : []),
    ...(untested.length > 0 ? [`There are no test pictures of ${listed(untested)}.`] : []),
  ];
}
