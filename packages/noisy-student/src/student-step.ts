import * as tf from "@tensorflow/tfjs";
import {
  type Method,
  type Network,
  type Progress,
  type RowSeeds,
  softmaxCrossEntropy,
} from "@unlabeled/core";
import { assertTemperature } from "@unlabeled/losses";
import { assertLabelSmoothing, assertLabels } from "./labels.ts";
import { rowSeedsOf } from "./row-seeds-of.ts";
import { shareOfEqual } from "./share-of-equal.ts";
import { smoothedClasses } from "./smoothed-classes.ts";
import {
  groupedRows,
  type StudentImages,
  ungroupedImages,
  ungroupedRows,
} from "./student-images.ts";

/** What the forms with stored and with live pseudo-labels have in common. */
export interface StudentOptions {
  /** From images to logits `[N, L]`, trained whole and in place; as large as the teacher or larger. */
  readonly student: Network<tf.Tensor4D, tf.Tensor2D>;
  /**
   * r > 0: how many images without labels a batch has for each with one, and so the weight of their loss. The authors' scripts:
   * 1 (EfficientNet-B0), 3 (B1 to B7), 14 and then 28 (L2), 5 (SVHN).
   */
  readonly unlabeledRatio: number;
  /** In [0, 1), of the labels and of hard pseudo-labels. Default 0.1, the authors' code's. */
  readonly labelSmoothing?: number;
  /**
   * "soft": all of the teacher's probabilities, without smoothing. "hard": its greatest one's class, smoothed. Default "soft", that
   * of the authors' scripts (their flag alone means "hard"); the paper finds it better on pictures from elsewhere.
   */
  readonly targets?: "soft" | "hard";
  /** τ in (0, ∞) of soft targets, dimensionless; lower is sharper. Default 1, the scripts'. None with hard ones. */
  readonly temperature?: number;
}

/** Logits of images without labels, `[M, L]` or `[N, r, L]` as the images are, and of those with, `[N, L]`. */
export type StudentOutputs = {
  readonly logits: tf.Tensor2D | tf.Tensor3D;
  readonly labeledLogits: tf.Tensor2D;
};

/** Probabilities that the student should give, `[M, L]` or `[N, r, L]`, and classes, `[N]`. */
export type StudentTargets = {
  readonly pseudoLabels: tf.Tensor2D | tf.Tensor3D;
  readonly labels: tf.Tensor1D;
};

/** A student that learns from batches of one kind, as a method. */
export interface StudentMethod<Batch extends StudentImages>
  extends Method<Batch, StudentOutputs, StudentTargets> {
  afterUpdate(progress: Progress): void;
}

/** All of the method but where pseudo-labels come from. */
type StudentStep = Omit<StudentMethod<StudentImages>, "name" | "targets" | "settings"> & {
  readonly settings: Required<Pick<StudentOptions, "unlabeledRatio" | "labelSmoothing">> &
    ({ readonly targets: "soft"; readonly temperature: number } | { readonly targets: "hard" });
};

/**
 * Noisy Student's step: cross-entropy with the labels + r · cross-entropy with the pseudo-labels, each a mean.
 *
 * @throws {RangeError} If an option is not in its range.
 */
export function studentStep(caller: string, options: StudentOptions): StudentStep {
  const settings = checked(caller, options);
  const { unlabeledRatio, labelSmoothing } = settings;
  const { student } = options;
  return {
    settings,
    trained: student.parameters,
    state: student.statistics,
    forward: ({ images, labeledImages, ...beside }) =>
      tf.tidy(() => {
        const both = tf.concat([labeledImages, ungroupedImages(images)]); // [N + M, H, W, 3]
        const N = labeledImages.shape[0];
        const seeds = rowSeedsOf(caller, beside, [N, both.shape[0] / N]);
        const all = student.apply(both, "train", seeds && labeledFirst(seeds, N)); // [N + M, L]
        const [labeled, others] = tf.split(all, [N, all.shape[0] - N]) as [
          tf.Tensor2D,
          tf.Tensor2D,
        ];
        return { labeledLogits: labeled, logits: groupedRows(others, images) };
      }),
    objective: ({ labeledLogits, ...outputs }, { labels, ...targets }) =>
      tf.tidy(() => {
        const logits = ungroupedRows(outputs.logits); // [M, L]
        const pseudoLabels = ungroupedRows(targets.pseudoLabels);
        const L = logits.shape[1];
        assertClasses(caller, L, pseudoLabels, labels);
        const classes = smoothedClasses(labels, L, labelSmoothing) as tf.Tensor2D;
        const labeled = softmaxCrossEntropy(labeledLogits, classes);
        const unlabeled = softmaxCrossEntropy(logits, pseudoLabels);
        return {
          loss: tf.add<tf.Scalar>(labeled, tf.mul(unlabeled, unlabeledRatio)),
          measures: {
            accuracy: shareOfEqual(tf.argMax(labeledLogits, 1), labels),
            agreement: shareOfEqual(tf.argMax(logits, 1), tf.argMax(pseudoLabels, 1)),
          },
        };
      }),
    afterUpdate: () => {},
  };
}

function checked(
  caller: string,
  { unlabeledRatio, labelSmoothing = 0.1, targets = "soft", temperature }: StudentOptions,
): StudentStep["settings"] {
  if (!(unlabeledRatio > 0 && unlabeledRatio < Number.POSITIVE_INFINITY)) {
    throw new RangeError(
      `${caller}: unlabeledRatio must be positive and finite; got ${unlabeledRatio}.`,
    );
  }
  assertLabelSmoothing(caller, labelSmoothing);
  if (targets === "soft") {
    assertTemperature(caller, temperature ?? 1);
    return { unlabeledRatio, labelSmoothing, targets, temperature: temperature ?? 1 };
  }
  if (targets !== "hard") {
    throw new RangeError(`${caller}: targets must be "soft" or "hard"; got ${targets}.`);
  }
  if (temperature !== undefined) {
    throw new RangeError(
      `${caller}: temperature must be left out with hard targets, which have none; got ${temperature}.`,
    );
  }
  return { unlabeledRatio, labelSmoothing, targets };
}

/** @throws {RangeError} If the pseudo-labels or a label are not of the student's L classes. */
function assertClasses(
  caller: string,
  L: number,
  pseudoLabels: tf.Tensor2D,
  labels: tf.Tensor1D,
): void {
  if (pseudoLabels.shape[1] !== L) {
    throw new RangeError(
      `${caller}: pseudo-labels must be of the student's ${L} classes; got ${pseudoLabels.shape[1]}.`,
    );
  }
  assertLabels(caller, labels.dataSync<"int32">(), L);
}

/** Seeds in the order of the student's images: of rows `[N, 1 + r]` the first numbers, then the others. */
function labeledFirst(seeds: RowSeeds, N: number): RowSeeds {
  const k = seeds.length / N;
  const isLabeled = (at: number) => at % k === 0;
  const others = seeds.filter((_, at) => !isLabeled(at));
  return Int32Array.from([...seeds.filter((_, at) => isLabeled(at)), ...others]);
}
