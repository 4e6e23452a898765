import type { Source } from "@unlabeled/data";
import type { Values } from "../config/merge.ts";
import { type LabeledPair, openLabeled } from "../measure/labeled-pair.ts";
import { count } from "../terminal/count.ts";
import { UserError } from "../user-error.ts";
import { checkBatchSize } from "./check-batch-size.ts";
import { checkSameClasses } from "./classes.ts";
import type { ClassifierConfig } from "./classifier-config.ts";
import { checkSameNetwork, type InitialRecord, type InitialRun } from "./initial-run.ts";
import { labelsOf } from "./label-part.ts";
import { cropsAlone } from "./noisy-recipe.ts";
import { sharedPictures } from "./same-pictures.ts";
import {
  optimizerName,
  type StageKeeping,
  type StageTraining,
  stageTraining,
} from "./stage-training.ts";

/** What run.json keeps of a distillation. */
interface DistillConfig extends ClassifierConfig, StageTraining, Partial<InitialRecord> {
  readonly stage: "distill";
  readonly temperature: number;
  /** The distillation's weight beside that of the labels, in [0, 1]; false: no labels. */
  readonly alpha: number | false;
  /** Whether the teacher's logits were stored, of one view a picture. */
  readonly stored: boolean;
}

/** A distillation with its pictures. */
export interface DistillPlan {
  readonly config: DistillConfig;
  readonly keeping: StageKeeping;
  /** Pictures without labels. */
  readonly pictures: Source;
  /** Pictures with labels beside them, if any are to be learned. */
  readonly labeled: Source | undefined;
  readonly test: Source;
  /** For people: where the test pictures come from. */
  readonly split: string;
}

/** Settings that only this stage has, and where run.json has them. */
export const DISTILL_SETTINGS = {
  student: ["network", "backbone"],
  temperature: ["temperature"],
  alpha: ["alpha"],
  init: ["init"],
};

export interface DistillRequest {
  readonly teacher: ClassifierConfig;
  readonly pictures: Source;
  /** Where they lie, for people. */
  readonly path: string;
  /** The teacher's labelled pictures, and those to measure on. */
  readonly labels: LabeledPair;
  /** Whether the teacher's logits are stored in a file. */
  readonly stored: boolean;
  /** The run with whose backbone the student begins; default: at random. */
  readonly initial?: InitialRun | undefined;
  /** What was said: student, temperature, alpha, and of the training by the names of configurations. */
  readonly given: Values;
}

/**
 * Decides all of a distillation before anything is computed.
 *
 * @throws {UserError} If pictures or settings do not fit.
 */
export function planDistill({
  teacher,
  pictures,
  path,
  labels,
  stored,
  initial,
  given: { student = teacher.network.backbone, temperature, alpha = false, ...given },
}: DistillRequest): DistillPlan {
  if (stored && alpha !== false) {
    throw new UserError(
      "--logits must be left out with --alpha: labels beside need the teacher itself.",
    );
  }
  const labeled = alpha === false ? undefined : labels.train;
  const softness = Number(temperature ?? 1);
  const least = Math.min(pictures.length, labeled?.length ?? pictures.length);
  const { training, keeping } = stageTraining(given, defaults(given, least, softness));
  const { batchSize } = training;
  checkBatchSize(batchSize, pictures.length, "pictures", path);
  if (labeled !== undefined) {
    checkBatchSize(batchSize, labeled.length, "pictures", "the labels beside");
  }
  const config: DistillConfig = {
    ...{ stage: "distill", size: teacher.size, classes: teacher.classes },
    network: { ...teacher.network, backbone: String(student) },
    ...{ labels: teacher.labels, fraction: teacher.fraction, patience: false },
    temperature: softness,
    alpha: alpha as number | false,
    // a teacher that was fitted to a larger size saw pictures as they are, of which a student would learn too little
    views: teacher.views === "evaluation" ? cropsAlone(teacher.size) : teacher.views,
    ...{ stored, ...initial?.record, ...training },
  };
  if (initial !== undefined) checkSameNetwork(initial, config.network);
  return { config, keeping, pictures, labeled, test: labels.test, split: labels.split };
}

/**
 * The labels that a teacher learned, and other test pictures where they are given.
 *
 * @throws {UserError} If those have other classes.
 */
export async function labelsFor(
  teacher: ClassifierConfig,
  testPath: string | undefined,
): Promise<LabeledPair> {
  const own = await labelsOf(teacher);
  if (testPath === undefined) return own;
  const test = await openLabeled(testPath);
  checkSameClasses(test, teacher.classes, "--test");
  return { ...own, test, split: testPath };
}

/** What is to be said where a student sees test pictures. */
export async function seenNotices(test: Source, pictures: Source, path: string): Promise<string[]> {
  const seen = await sharedPictures(test, pictures);
  if (seen === 0) return [];
  return [
    `${count(seen, "test picture")} of ${test.length} are among those of ${path}: the student sees them, without labels.`,
  ];
}

/**
 * SGD for a student that begins at random; LARS at SimCLRv2's rate. The paper has 400 epochs.
 *
 * At a temperature below 1 the loss's gradient is larger by its inverse, which LARS does not notice and SGD does not survive.
 */
function defaults(given: Values, pictures: number, temperature: number): Values {
  const name = optimizerName(given, "sgd");
  const rates: Readonly<Record<string, Values>> = {
    sgd: { base: Math.min(1, temperature) / 2.5, scaling: "linear" }, // 0.4 at most
    lars: { base: 0.1, scaling: "square-root" },
  };
  return {
    epochs: 100,
    batchSize: Math.max(2, Math.min(128, pictures)),
    optimizer: { name, weightDecay: 1e-4, ...(name === "sgd" && { nesterov: true }) },
    learningRate: { ...rates[name] },
  };
}
