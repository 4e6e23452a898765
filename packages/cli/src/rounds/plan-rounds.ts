import { join, resolve } from "node:path";
import { openSource, type Source } from "@unlabeled/data";
import { isSmall, stageCount } from "../config/defaults/network.ts";
import { merge, type Values, valueAt } from "../config/merge.ts";
import type { ResolvedNetwork } from "../config/resolved-config.ts";
import { checkBatchSize } from "../stages/check-batch-size.ts";
import { labelsToLearn } from "../stages/labels-to-learn.ts";
import { seenNotices } from "../stages/plan-distill.ts";
import { optimizerName, stageTraining } from "../stages/stage-training.ts";
import { UserError } from "../user-error.ts";
import type { ResolutionPlan } from "./fix-resolution.ts";
import type { SelectionConfig, StudentConfig, TeacherConfig } from "./round-config.ts";
import type { StudentPlan } from "./train-student.ts";
import type { TeacherPlan } from "./train-teacher.ts";

/** A student, and where its run is kept and what it learns from. */
export interface RoundPlan extends StudentPlan {
  readonly run: string;
  /** Where the pictures without labels lie, as it was said. */
  readonly path: string;
  /** What its teacher says of them. */
  readonly labelsFolder: string;
  /** Which of them it learns. */
  readonly selectionFile: string;
}

/** All rounds with their pictures and folders. */
export interface RoundsPlan {
  readonly unlabeled: Source;
  readonly teacher: TeacherPlan & { readonly run: string };
  readonly rounds: readonly RoundPlan[];
  /** The last student at a larger size, if that is asked for. */
  readonly resolution: (ResolutionPlan & { readonly run: string }) | undefined;
  readonly notices: readonly string[];
}

export interface RoundsRequest {
  readonly labeled: string;
  readonly unlabeled: string;
  readonly test: string | undefined;
  readonly fraction: number;
  /** Of the teacher, and then of the student of each round; at least two. */
  readonly backbones: readonly string[];
  /** Height and width of the views, pixels. */
  readonly size: number;
  /** Those of the last student's classifier in the end; default: no such training. */
  readonly finalSize: number | undefined;
  readonly seed: number;
  readonly noise: NoiseRequest;
  readonly student: Pick<StudentConfig, "unlabeledRatio" | "targets"> & {
    readonly temperature: number;
    readonly by: SelectionConfig["by"];
    readonly minConfidence: number;
    /** Default: as many as there are pictures for each class. */
    readonly perClass: number | undefined;
  };
  readonly labelSmoothing: number;
  readonly movingAverage: number;
  /** What was said of both trainings, by the names of configurations. */
  readonly given: Values;
  readonly teacherEpochs: number | undefined;
  readonly studentEpochs: number | undefined;
  /** The folder in which each training has one. */
  readonly run: string;
}

/** What the teacher and the students are trained under. */
interface NoiseRequest {
  readonly magnitude: number | false;
  readonly smallestCrop: number;
  readonly dropout: number;
  readonly stochasticDepth: number;
}

/**
 * Decides all rounds before anything is computed.
 *
 * @throws {UserError} If pictures or settings do not fit.
 */
export async function planRounds(request: RoundsRequest): Promise<RoundsPlan> {
  const { size, seed, run, fraction, student, test: testPath } = request;
  const unlabeled = await openSource(request.unlabeled);
  const { labels, classes, test, split, notices } = await labelsToLearn({
    ...{ labeled: request.labeled, test: testPath, fraction, seed },
  });
  const teach = trainingOf(request, labels, "teacher");
  const learn = trainingOf(request, labels, "student");
  const { magnitude, smallestCrop, ...noise } = request.noise;
  const { labelSmoothing, movingAverage } = request;
  const common = {
    ...{ size, classes, fraction, patience: false as const, noise },
    ...{ labelSmoothing, movingAverage },
    views: { smallestCrop, interpolation: "bicubic" as const, magnitude, layers: 2 },
    labels: {
      path: resolve(request.labeled),
      test: testPath === undefined ? null : resolve(testPath),
      seed,
    },
  };
  const [first, ...others] = request.backbones.map((backbone) => networkOf(backbone, size));
  const config: TeacherConfig = {
    ...{ stage: "teacher", ...common, network: first as ResolvedNetwork, ...teach.training },
  };
  const rounds = others.map((network, at): RoundPlan => {
    const round = at + 1;
    const { unlabeledRatio, targets, temperature } = student;
    return {
      config: {
        ...{ stage: "student", round, ...common, network, unlabeledRatio, targets },
        ...(targets === "soft" && { temperature }),
        selection: selectionOf(student, unlabeled.length, classes.length),
        ...{ ...learn.training, seed: (seed + round) % 2 ** 32 },
      },
      ...{ keeping: learn.keeping, labeled: labels, unlabeled, test, split },
      run: join(run, `student-${round}`),
      path: request.unlabeled,
      labelsFolder: join(run, `pseudo-labels-${round}`),
      selectionFile: join(run, `selection-${round}.safetensors`),
    };
  });
  checkRatio(student.unlabeledRatio, learn.training.batchSize, unlabeled, request.unlabeled);
  return {
    unlabeled,
    teacher: {
      ...{ config, keeping: teach.keeping, labeled: labels, test, split },
      run: join(run, "teacher"),
    },
    rounds,
    resolution: resolutionOf(request, rounds.at(-1) as RoundPlan),
    notices: [...notices, ...(await seenNotices(test, unlabeled, request.unlabeled))],
  };
}

/** Few epochs: the authors' 1.5, of far more labels. A fifth of the rate was too little to gain much, of 1,000 labels. */
const FINAL = { epochs: 10, learningRate: { base: 0.1, scaling: "linear", warmupEpochs: 0 } };

/** The last student once more, larger. */
function resolutionOf(
  { finalSize, size, run, given }: RoundsRequest,
  { config, keeping, labeled, test, split }: RoundPlan,
): RoundsPlan["resolution"] {
  if (finalSize === undefined) return undefined;
  if (finalSize <= size) {
    throw new UserError(
      `--final-size must be larger than --size, ${size}; got ${finalSize}. Random crops make things look larger than they are in whole pictures.`,
    );
  }
  const { network, classes, labels, fraction, labelSmoothing, batchSize, seed } = config;
  const name = optimizerName(given, "sgd");
  const { training } = stageTraining({ batchSize, seed }, { ...FINAL, optimizer: { name } });
  return {
    config: {
      ...{ stage: "resolution", size: finalSize, network, classes, labels, fraction },
      frozenStages: stageCount(network.backbone) - 1,
      ...{ patience: false, views: "evaluation", labelSmoothing, ...training },
    },
    ...{ keeping, labeled, test, split, run: join(run, `final-${finalSize}`) },
  };
}

function networkOf(backbone: string, size: number): ResolvedNetwork {
  return {
    ...{ backbone, stem: isSmall(size) ? "small" : "imagenet", grid: 1 },
    ...{ zeroInitResidual: false, normalize: "imagenet" },
  };
}

/** Passes over the labels for a teacher, over pictures without for a student, unless something else was said. */
const EPOCHS = { teacher: 200, student: 50 };

/** Times the rate that is given: what students of small pictures needed. Their loss, and its gradient, grows with the ratio itself. */
const RATE = { teacher: 1, student: 4 };

/** @throws {UserError} If there are fewer labels than a step needs. */
function trainingOf(
  { given, seed, teacherEpochs, studentEpochs }: RoundsRequest,
  { length }: Source,
  who: keyof typeof EPOCHS,
) {
  const name = optimizerName(given, "sgd");
  const base = Number(valueAt(given, ["learningRate", "base"]) ?? 0.2) * RATE[who];
  const said = { teacher: teacherEpochs, student: studentEpochs }[who];
  const epochs = said ?? EPOCHS[who];
  const made = stageTraining(merge({ ...given, seed, epochs }, { learningRate: { base } }), {
    batchSize: Math.max(2, Math.min(64, length)),
    optimizer: { name, weightDecay: 5e-4, ...(name === "sgd" && { nesterov: true }) },
    learningRate: { scaling: "linear", warmupEpochs: epochs / 20 },
  });
  checkBatchSize(made.training.batchSize, length, "labelled pictures");
  return made;
}

function selectionOf(
  { by, perClass, minConfidence }: RoundsRequest["student"],
  pictures: number,
  classes: number,
): SelectionConfig {
  if (by === "all") return { by, minConfidence };
  return { by, perClass: perClass ?? Math.ceil(pictures / classes), minConfidence };
}

/** @throws {UserError} If there are fewer pictures than a step needs, even before any is left out. */
function checkRatio(ratio: number, batchSize: number, { length }: Source, path: string): void {
  if (ratio * batchSize <= length) return;
  throw new UserError(
    `--ratio times --batch-size must be at most the number of pictures without labels, ${length} in ${path}; got ${ratio} times ${batchSize}. Make one smaller, or bring more pictures.`,
  );
}
