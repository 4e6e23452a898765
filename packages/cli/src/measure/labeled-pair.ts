import { openSource, type Source, splitSource } from "@unlabeled/data";
import { UserError } from "../user-error.ts";

/** Labeled pictures to learn a probe from, and others to measure it on. */
export interface LabeledPair {
  readonly train: Source;
  readonly test: Source;
  /** For people: where the test pictures come from. */
  readonly split: string;
}

const HELD_OUT = 0.2;

/**
 * Labeled pictures in two parts.
 *
 * @param path - Pictures with labels.
 * @param testPath - Other pictures with labels; without them a fifth of the first is held out at random.
 * @throws {UserError} If there are no labels, or the two have other classes.
 */
export async function labeledPair(
  path: string,
  testPath: string | undefined,
  seed: number,
): Promise<LabeledPair> {
  const all = await openLabeled(path);
  if (testPath === undefined) {
    const { train, heldOut } = heldOutOf(all, path, seed);
    return {
      train,
      test: heldOut,
      split: `a random fifth of each class of ${path} (seed ${seed})`,
    };
  }
  const test = await openLabeled(testPath);
  const [classes, others] = [all, test].map((source) => source.classes?.join(", "));
  if (classes !== others) {
    throw new UserError(
      `--test must have the classes of ${path}, ${classes ?? "numbers"}; got ${testPath} with ${others ?? "numbers"}.`,
    );
  }
  return { train: all, test, split: testPath };
}

/** @throws {UserError} If the pictures have no labels. */
export async function openLabeled(path: string): Promise<Source> {
  const source = await openSource(path, { labels: true });
  if (source.labels === undefined) {
    throw new UserError(
      `${path} must have labels: a sub-folder a class, key.cls beside key.jpg, or an IDX labels file.`,
    );
  }
  return source;
}

function heldOutOf(all: Source, path: string, seed: number): { train: Source; heldOut: Source } {
  try {
    return splitSource(all, { heldOut: HELD_OUT, seed, stratified: true });
  } catch (cause) {
    throw new UserError(
      `${path} must have two pictures of a class, so that one can be held out to measure on; got one of each. Bring more, or name others with --test.`,
      { cause },
    );
  }
}
