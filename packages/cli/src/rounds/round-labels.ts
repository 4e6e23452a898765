import { existsSync } from "node:fs";
import { join } from "node:path";
import { type PseudoLabels, readPseudoLabels } from "@unlabeled/data";
import { labelPictures } from "../pseudo-labels/label-pictures.ts";
import { REVIEW_PAGE, writeReviewPage } from "../pseudo-labels/review-page.ts";
import { writeUnreadable } from "../pseudo-labels/unreadable-list.ts";
import type { TrainedClassifier } from "../stages/trained-classifier.ts";
import { count } from "../terminal/count.ts";
import { say } from "../terminal/write.ts";
import { UserError } from "../user-error.ts";
import { keepSelection, keptSelection } from "./kept-selection.ts";
import { labelsTable } from "./labels-table.ts";
import type { RoundPlan } from "./plan-rounds.ts";
import { withoutRejected } from "./rejected-before.ts";
import { selectLabels } from "./select-labels.ts";

export interface LabelsOptions {
  readonly teacher: TrainedClassifier;
  /** Rounds before this one, whose rejections count. */
  readonly before: readonly RoundPlan[];
  /** Whether the student has begun: then it goes on with the pictures that it began with. */
  readonly resume: boolean;
  readonly workers: number | undefined;
  /** What computes: "native float32". */
  readonly engine: string;
  readonly resumeCommand: string;
}

/** A file's pictures: as `unlabeled pseudo-label` has it. */
const SHARD_SIZE = 10_000;

/**
 * What a teacher says of all pictures, from the files that are there or now, and which of them its student learns.
 *
 * @throws {UserError} If the teacher is sure enough of too few.
 */
export async function roundLabels(
  round: RoundPlan,
  { teacher, before, resume, ...how }: LabelsOptions,
): Promise<{ readonly all: PseudoLabels; readonly places: Int32Array }> {
  const { config, unlabeled, path, labelsFolder: folder, selectionFile: file } = round;
  const { written } = await labelPictures(unlabeled, teacher, {
    ...{
      folder,
      flag: "--run",
      round: config.round,
      shardSize: SHARD_SIZE,
      shard: { index: 0, count: 1 },
    },
    ...how,
  });
  const all = await readPseudoLabels(folder, unlabeled);
  const wanted = { teacher: teacher.identity, pictures: unlabeled.fingerprint };
  const kept = resume ? await keptSelection(file, wanted) : undefined;
  if (kept !== undefined) return { all, places: kept };

  const isReviewed = existsSync(join(folder, REVIEW_PAGE)); // else it was stopped before that
  if (written.length > 0 || !isReviewed) {
    await writeUnreadable(folder, all.unreadable, unlabeled);
    const page = await writeReviewPage(folder, all, unlabeled, path);
    say(
      `Labels of ${count(unlabeled.length, "picture")}. To look at, and reject wrong ones: ${page}`,
    );
  }
  const { labels, rejected } = await withoutRejected(all, before);
  if (rejected > 0) say(`Left out as rejected: ${count(rejected, "picture")}.`);
  const { places, byClass } = selectLabels(labels, config.selection, config.seed);
  say(`${labelsTable(byClass, config.classes)}\n`);
  checkEnough(places.length, config);
  await keepSelection(file, places, wanted);
  return { all, places };
}

/** @throws {UserError} If there are fewer pictures, copies included, than a step needs. */
function checkEnough(selected: number, { batchSize, unlabeledRatio }: RoundPlan["config"]): void {
  if (batchSize * unlabeledRatio <= selected) return;
  throw new UserError(
    `--ratio times --batch-size must be at most the number of selected pictures, copies included, ${selected}; got ${unlabeledRatio} times ${batchSize}. Make one smaller, or --min-confidence.`,
  );
}
