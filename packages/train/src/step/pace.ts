const WINDOW = 20; // steps: about the last seconds, without the jitter of single ones

/** How fast a loop is, from the durations of its last steps. */
export interface Pace {
  /** Notes one step's duration, milliseconds. */
  add(milliseconds: number): void;
  /** Mean duration of the last steps, seconds; 0 before the first. */
  secondsPerStep(): number;
}

/** The first step, which makes an engine ready, counts only until there is a second. */
export function pace(): Pace {
  const recent: number[] = [];
  let steps = 0;
  return {
    add(milliseconds) {
      steps += 1;
      if (steps === 2 || recent.length === WINDOW) recent.shift();
      recent.push(milliseconds);
    },
    secondsPerStep: () =>
      recent.length === 0
        ? 0
        : recent.reduce((sum, duration) => sum + duration, 0) / recent.length / 1000,
  };
}
