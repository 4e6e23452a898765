import { UserError } from "../user-error.ts";

/** Numbers of a report that are shown only where they are asked for. */
const ON_DEMAND: ReadonlySet<string> = new Set([
  ...["step", "totalSteps", "epoch", "imagesPerSecond", "secondsLeft"],
  "measures/probe/seconds",
]);

/**
 * The measures to plot, in order: those that were asked for, by their names or what follows
 * `measures/`; else all that say how the training went, the loss first, the learning rate last.
 *
 * @param known - Names that a run has values of.
 * @throws {UserError} If no run has a measure that was asked for.
 */
export function chooseMeasures(
  known: readonly string[],
  asked: readonly string[] | undefined,
): string[] {
  if (asked === undefined) {
    const rank = (name: string) => ["loss", "", "gradientNorm", "learningRate"].indexOf(name);
    const place = (name: string) => (rank(name) < 0 ? 1 : rank(name));
    return known.filter((name) => !ON_DEMAND.has(name)).sort((a, b) => place(a) - place(b));
  }
  return asked.map((name) => {
    const found = known.find((one) => one === name || one === `measures/${name}`);
    if (found !== undefined) return found;
    const names = known.map((one) => one.replace(/^measures\//, "")).join(", ");
    throw new UserError(`--measure must be one of ${names}; got ${name}.`);
  });
}
