// What the paper says, as differences in points that should be above 0.

import { verdicts } from "../statistics.js";

/**
 * @param figures - Accuracies in [0, 1], and mCE, by name, a seed after the other.
 * @param widths - Of the teacher and its students, and of the larger ones.
 */
export function claimsOf(figures, { width, larger }) {
  const minus = (a, b) => figures[a].map((value, i) => 100 * (value - figures[b][i]));
  const less = (a, b) => a.map((value, i) => value - b[i]);
  const [teacher, student] = [`teacher, w${width}`, `student, w${width}`];
  const still = "student without noise on pictures without labels";
  const augmented = "student with augmentation alone";
  const dropped = "student with dropout and stochastic depth alone";
  const selected = (words) => `mixed, filtered and balanced, ${words}`;
  const all = (words) => `mixed, all of them, ${words}`;
  const margins = {
    "a student beats its teacher at the same size": minus(student, teacher),
    "a larger student is better still": minus(`student, w${larger}`, student),
    "by more than a larger network is with labels alone": less(
      minus(`student, w${larger}`, student),
      minus(`labels alone, w${larger}`, teacher),
    ),
    "the student's student is better than it": minus(`student of the student, w${width}`, student),
    "noise matters: with all of it a student is better than without": minus(student, still),
    "with RandAugment alone it is better than without noise": minus(augmented, still),
    "with dropout and stochastic depth alone it is better than without noise": minus(
      dropped,
      still,
    ),
    "with all noise it is better than with padded crops and mirror images": minus(
      student,
      "student with padded crops and mirror images alone",
    ),
    "with all noise it is better than with RandAugment alone": minus(student, augmented),
    "with all noise it is better than with dropout and stochastic depth alone": minus(
      student,
      dropped,
    ),
    "filtering and balancing matter where pictures of something else are mixed in": minus(
      selected("probabilities"),
      all("probabilities"),
    ),
    "and with classes for probabilities": minus(selected("classes"), all("classes")),
    "probabilities are better than classes there, all pictures": minus(
      all("probabilities"),
      all("classes"),
    ),
    "probabilities are better than classes there, selected ones": minus(
      selected("probabilities"),
      selected("classes"),
    ),
    "mCE falls more than the error without corruption": less(
      figures["its error without corruption, likewise"],
      figures["mCE of the student, the teacher's as 100"],
    ),
  };
  return verdicts(margins);
}
