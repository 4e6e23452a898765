import type { ImageClassifier } from "@unlabeled/simclr-distill";
import { listed } from "../stages/classes.ts";
import type { ClassifierConfig } from "../stages/classifier-config.ts";
import { trainedClassifier } from "../stages/trained-classifier.ts";
import { UserError } from "../user-error.ts";

/** The classifier of a run, and that of --baseline where there is one; nothing of their networks is read yet. */
export interface ComparedClassifiers {
  /** The first one's. */
  readonly config: ClassifierConfig;
  /** Their networks, in this order. Needs an engine. */
  restore(): Promise<ImageClassifier[]>;
}

/**
 * Two classifiers that are to see the same pictures.
 *
 * @param sameClasses - Whether they must tell the same classes apart too.
 * @throws {UserError} If a folder is no classifier's run, or they do not go together.
 */
export async function comparedClassifiers(
  run: string,
  baseline: string | undefined,
  { sameClasses }: { readonly sameClasses: boolean },
): Promise<ComparedClassifiers> {
  const own = await trainedClassifier(run);
  const { config } = own;
  if (baseline === undefined) return { config, restore: async () => [await own.restore()] };
  const other = await trainedClassifier(baseline);
  if (other.config.size !== config.size) {
    throw new UserError(
      `--baseline must see pictures of the same size, ${config.size} pixels; got ${baseline}, of ${other.config.size}.`,
    );
  }
  if (sameClasses && JSON.stringify(other.config.classes) !== JSON.stringify(config.classes)) {
    throw new UserError(
      `--baseline must tell the same classes apart, ${listed(config.classes)}; got ${baseline}, with ${listed(other.config.classes)}.`,
    );
  }
  return { config, restore: async () => [await own.restore(), await other.restore()] };
}
