/** The mean of a list. */
export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Sample standard deviation, divided by the number of values less one; 0 of a single one. */
export const deviation = (values) => {
  if (values.length < 2) return 0;
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
};

/** Claims by their words, each with a margin a seed that should be above 0: mean, spread, and on which seeds it holds. */
export const verdicts = (margins) =>
  Object.entries(margins).map(([claim, values]) => {
    const count = values.filter((value) => value > 0).length;
    const some = count === 0 ? "no" : "on some seeds";
    return {
      claim,
      margins: values,
      margin: mean(values),
      spread: deviation(values),
      holds: count === values.length ? "yes" : some,
    };
  });
