import type { Schedule } from "./schedule.ts";

/** A schedule as data, for run.json: its values at five points of a run of a hundred epochs. */
export function scheduleSamples(schedule: Schedule): number[] {
  return [0, 25, 50, 75, 99].map((step) => schedule({ step, totalSteps: 100, stepsPerEpoch: 1 }));
}
