import { labeledTables } from "../features/check-tables.ts";
import type { FeatureTable } from "../features/feature-table.ts";
import { checkCounts, checkPositive } from "../figures/check-options.ts";
import { agreement, classPlaces, distinctClasses } from "../figures/classes.ts";
import { type Figure, stamped } from "../figures/figure.ts";
import { type Neighbours, nearestNeighbours } from "./nearest-neighbours.ts";

/** How neighbours vote. */
export interface KnnOptions {
  /** Neighbours that vote, ≥ 1; all rows where there are fewer. Default 200, Wu et al.'s (DINO: 20). */
  readonly k?: number;
  /** τ > 0 of the weight exp(cosine / τ). Default 0.1, the CIFAR monitor's of MoCo and lightly (Wu et al., DINO: 0.07). */
  readonly temperature?: number;
}

/** Settings of a kNN figure, as used. */
export interface KnnProtocol {
  readonly method: "knn";
  readonly similarity: "cosine";
  /** At most the number of training rows. */
  readonly k: number;
  readonly temperature: number;
}

/**
 * Accuracy of the weighted k-nearest-neighbour vote, by exact search: no training, hence the first
 * thing to look at.
 *
 * A class's score is the sum of exp(cosine / τ) over its rows among the k nearest. Of equal scores the
 * smallest label wins; of equally near rows the earlier ones vote.
 *
 * @param train - The rows that vote, with labels.
 * @param test - The rows that are classified, with labels.
 * @throws {RangeError} If the tables do not fit each other or an option is out of range.
 * @throws {TypeError} If labels are missing.
 *
 * @see Wu et al., Unsupervised Feature Learning via Non-Parametric Instance Discrimination, 2018,
 *   section 3.4: https://arxiv.org/abs/1805.01978
 *
 * @example
 * const { accuracy } = await knnAccuracy(train, test, { k: 20, temperature: 0.07 });
 */
export async function knnAccuracy(
  train: FeatureTable,
  test: FeatureTable,
  { k = 200, temperature = 0.1 }: KnnOptions = {},
): Promise<Figure<KnnProtocol>> {
  const tables = labeledTables("knnAccuracy", train, test);
  checkCounts("knnAccuracy", { k });
  checkPositive("knnAccuracy", { temperature });
  const classes = distinctClasses(tables.train.labels);
  const places = classPlaces(tables.train.labels, classes);
  const neighbours = await nearestNeighbours(train, test, k);
  const predicted = vote(neighbours, places, classes, temperature);
  return stamped(
    agreement(predicted, tables.test.labels),
    { method: "knn", similarity: "cosine", k: neighbours.k, temperature },
    { train, test, classes },
  );
}

function vote(
  { k, rows, similarities }: Neighbours,
  places: Int32Array,
  classes: Int32Array,
  temperature: number,
): Int32Array {
  const scores = new Float64Array(classes.length);
  return Int32Array.from({ length: rows.length / k }, (_, row) => {
    scores.fill(0);
    const nearest = similarities[row * k] as number;
    for (let i = row * k; i < (row + 1) * k; i++) {
      const place = places[rows[i] as number] as number;
      // relative to the nearest: the same order of scores, and no overflow at small temperatures
      const weight = Math.exp(((similarities[i] as number) - nearest) / temperature);
      scores[place] = (scores[place] as number) + weight;
    }
    return classes[scores.indexOf(Math.max(...scores))] as number;
  });
}
