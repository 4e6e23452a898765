import type { Cause } from "./alarm.ts";
import type { Sight } from "./sight.ts";

/** One look, and what it is to be held against. */
export interface Evidence {
  readonly sight: Sight;
  /** The run's first look. */
  readonly first: Sight;
  /** The greatest spread so far. */
  readonly bestSpread: number;
  /** The greatest relative change of a step, and the greatest growth of kernels, so far. */
  readonly greatestChange: number;
  /** Effective rank of as many independent rows of this length. */
  readonly fullRank: number;
  readonly loss: number;
  /** The loss if all embeddings are one. */
  readonly collapsedLoss: number;
  /** Whether embeddings can be judged yet. */
  readonly settled: boolean;
  /** Images that batch statistics are taken over. */
  readonly images: number;
  /** The method's, where it has one. */
  readonly temperature: number | undefined;
}

/** A cause, and what tells of it. */
export interface Suspicion {
  readonly cause: Cause;
  /** Looks in a row that must show it before it is an alarm. */
  readonly looks: number;
  isSeen(evidence: Evidence): boolean;
  /** What is wrong and what to change, the end of a sentence that begins with the step. */
  says(evidence: Evidence): string;
}

/** Embeddings have shrunk to a quarter of their spread, or to one direction. */
const isCollapsed = ({ sight, bestSpread, fullRank, settled }: Evidence): boolean =>
  settled && (sight.spread < 0.3 * bestSpread || sight.rank - 1 < 0.02 * (fullRank - 1));

const growth = ({ sight, first }: Evidence): number => sight.size / first.size;
const round = (x: number): string => x.toPrecision(2);
const collapsed = ({ sight, bestSpread }: Evidence): string =>
  `embeddings collapse (spread ${round(sight.spread)} after ${round(bestSpread)}, effective rank ${round(sight.rank)})`;

/**
 * In the order in which they are asked: what is certain first, what explains a collapse before the collapse.
 *
 * Where a bound comes from: healthy and broken runs of benchmarks/collapse, whose page has the figures.
 */
export const SUSPICIONS: readonly Suspicion[] = [
  {
    cause: "constant images",
    looks: 2,
    isSeen: ({ sight }) => sight.imagesApart <= 1e-6,
    says: () =>
      "all images of a batch are alike: look at the pictures that were found, at what decodes them and at the views",
  },
  {
    cause: "identical views",
    looks: 2,
    isSeen: ({ sight }) => sight.viewsApart <= 1e-6,
    says: () =>
      "both views of an image are the same, so there is nothing to learn from: give each view its own random crop and colours",
  },
  {
    cause: "small batch",
    looks: 1,
    isSeen: ({ images }) => images < 4,
    says: ({ images }) =>
      `batch statistics of ${images} images are noise, and there is next to nothing to tell an image from: take a batch (and a chunk) of 32 or more`,
  },
  {
    cause: "follower without momentum",
    looks: 3,
    isSeen: ({ sight }) => sight.lag < 0.01,
    says: () =>
      "the target network is the online network itself: give its moving average a momentum above 0, 0.99 for example",
  },
  {
    cause: "temperature too low",
    looks: 3,
    // gradients grow as it falls; published ones are 0.05 and more
    isSeen: ({ temperature = 1, sight }) => temperature < 0.01 && sight.change > 0.3,
    says: ({ temperature, sight }) =>
      `at a temperature of ${temperature} one update changes kernels by ${Math.round(100 * sight.change)}%: take a higher temperature, 0.1 to 0.5`,
  },
  {
    cause: "learning rate too high",
    looks: 3,
    // healthy runs at a high rate, the demo among them, change kernels by 12% in their first steps
    isSeen: (evidence) => evidence.sight.change > 0.3 || growth(evidence) > 10,
    says: (evidence) =>
      growth(evidence) > 10
        ? `kernels have grown ${round(growth(evidence))} times: take a lower learning rate, a tenth for example, or a longer warm-up`
        : `one update changes kernels by ${Math.round(100 * evidence.sight.change)}%: take a lower learning rate, a tenth for example, or a longer warm-up`,
  },
  {
    cause: "temperature too low",
    looks: 3,
    isSeen: ({ loss, collapsedLoss }) => collapsedLoss > 0 && loss > 2 * collapsedLoss,
    says: ({ loss, collapsedLoss }) =>
      `the loss, ${round(loss)}, is far above that of embeddings which are all one, ${round(collapsedLoss)}: take a higher temperature, 0.1 to 0.5`,
  },
  {
    cause: "learning rate too high",
    looks: 3,
    isSeen: (evidence) => isCollapsed(evidence) && evidence.greatestChange > 0.1,
    says: (evidence) =>
      `${collapsed(evidence)} after updates that changed kernels by ${Math.round(100 * evidence.greatestChange)}%: take a lower learning rate, a tenth for example`,
  },
  {
    cause: "no predictor",
    looks: 3,
    isSeen: (evidence) =>
      isCollapsed(evidence) && evidence.collapsedLoss === 0 && !(evidence.sight.predictorApart > 0),
    says: (evidence) =>
      `${collapsed(evidence)} and nothing stands between them and their target: put a predictor behind the projector`,
  },
  {
    cause: "no stop-gradient",
    looks: 3,
    isSeen: (evidence) => isCollapsed(evidence) && evidence.sight.targetIsConstant === 0,
    says: (evidence) =>
      `${collapsed(evidence)} because the target gets gradients: compute it in targets(), outside the gradient`,
  },
  {
    cause: "collapse",
    looks: 3,
    isSeen: isCollapsed,
    says: (evidence) =>
      `${collapsed(evidence)}: take a lower learning rate, a larger batch or stronger views, and see that targets get no gradient`,
  },
];
