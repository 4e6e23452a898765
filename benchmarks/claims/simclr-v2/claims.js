// What the paper says, as differences in points that should be above 0.

import { verdicts } from "../statistics.js";

/**
 * @param figures - Accuracies by name, a seed after the other.
 * @param widths - Of the smallest, the middle and the largest network.
 */
export function claimsOf(figures, { least, middle, most }) {
  const minus = (a, b) => figures[a].map((value, i) => 100 * (value - figures[b][i]));
  const of = (words, width, percent) => `${words}, w${width}, ${percent}%`;
  const gain = (percent, width) =>
    minus(of("fine-tuned", width, percent), of("labels alone", width, percent));
  const growth = (percent) =>
    minus(of("fine-tuned", most, percent), of("fine-tuned", least, percent));
  const less = (a, b) => a.map((value, i) => value - b[i]);
  const margins = {};
  for (const width of [most, middle, least]) {
    for (const percent of [1, 10]) {
      margins[`fine-tuning beats labels alone, w${width}, at ${percent}%`] = gain(percent, width);
    }
    margins[`by more at 1% than at 10%, w${width}`] = less(gain(1, width), gain(10, width));
  }
  Object.assign(margins, {
    "the largest network beats the smallest at 1%": growth(1),
    "the largest network beats the smallest at 10%": growth(10),
    "a larger network gains more at 1% than at 10%": less(growth(1), growth(10)),
  });
  for (const percent of [1, 10]) {
    const first = of("fine-tuned", middle, percent);
    margins[`from layer 1 is better than from layer 0 at ${percent}%`] = minus(
      first,
      of("fine-tuned from layer 0", middle, percent),
    );
    margins[`from layer 1 is better than from the last at ${percent}%`] = minus(
      first,
      of("fine-tuned from layer 3", middle, percent),
    );
    margins[`a head of 3 layers is better than one of 2 at ${percent}%`] = minus(
      first,
      of("fine-tuned, head of 2 layers", middle, percent),
    );
    margins[`self-distillation lifts the student over its teacher at ${percent}%`] = minus(
      of("distilled", most, percent),
      of("fine-tuned", most, percent),
    );
    margins[`a student of a quarter of the width beats fine-tuning it at ${percent}%`] = minus(
      of("distilled", least, percent),
      of("fine-tuned", least, percent),
    );
    // half of the way from its own fine-tuning to the teacher's
    margins[`and comes more than half of the way to its teacher at ${percent}%`] = figures[
      of("distilled", least, percent)
    ].map((student, i) => {
      const own = figures[of("fine-tuned", least, percent)][i];
      const teacher = figures[of("fine-tuned", most, percent)][i];
      return 100 * (student - (own + teacher) / 2);
    });
    margins[`distilling with all pictures beats the labelled ones only at ${percent}%`] = minus(
      of("distilled", least, percent),
      of("distilled with the labelled pictures only", least, percent),
    );
  }
  return verdicts(margins);
}
