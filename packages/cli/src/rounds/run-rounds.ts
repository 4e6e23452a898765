import type { StageFigure } from "../stages/measure-classifier.ts";
import { isBegun } from "../stages/resumed.ts";
import { runStages, type Stage } from "../stages/run-stages.ts";
import { trainedClassifier } from "../stages/trained-classifier.ts";
import { fixResolution } from "./fix-resolution.ts";
import type { RoundPlan, RoundsPlan } from "./plan-rounds.ts";
import { roundLabels } from "./round-labels.ts";
import { trainStudent } from "./train-student.ts";
import { trainTeacher } from "./train-teacher.ts";

export interface RoundsRun {
  readonly workers: number | undefined;
  /** What computes: "native float32". */
  readonly engine: string;
  /** The command itself: it goes on where it was stopped. */
  readonly resumeCommand: string;
}

/**
 * Trains the teacher and the student of each round that are not done yet, each from where it was stopped, and prints their
 * figures beside each other.
 *
 * @throws {Stopped | UserError} As `runTraining`, and if a training began with other settings or pictures.
 */
export async function runRounds(
  { teacher, rounds, resolution }: RoundsPlan,
  how: RoundsRun,
): Promise<void> {
  await runStages([
    {
      words: `teacher, ${teacher.config.network.backbone}`,
      run: teacher.run,
      async make() {
        const resume = await isBegun(teacher.run, teacher.config);
        return trainTeacher(teacher, { ...how, run: teacher.run, resume });
      },
    },
    ...rounds.map((round, at): Stage => {
      const before = rounds.slice(0, at);
      const from = before.at(-1)?.run ?? teacher.run;
      return {
        words: `student of round ${round.config.round}, ${round.config.network.backbone}`,
        run: round.run,
        make: () => student(round, { from, before }, how),
      };
    }),
    ...(resolution
      ? [
          {
            words: `the last student at ${resolution.config.size} pixels`,
            run: resolution.run,
            make: () => larger(resolution, rounds.at(-1) as RoundPlan, how),
          },
        ]
      : []),
  ]);
}

async function student(
  round: RoundPlan,
  { from, before }: { readonly from: string; readonly before: readonly RoundPlan[] },
  how: RoundsRun,
): Promise<StageFigure> {
  const teacher = await trainedClassifier(from);
  const { identity } = teacher;
  const { run } = round;
  const resume = await isBegun(run, { ...round.config, teacher: identity });
  return trainStudent(round, {
    ...{ ...how, run, resume, teacher: identity },
    labels: () => roundLabels(round, { ...how, teacher, before, resume }),
  });
}

async function larger(
  { run, ...plan }: Exclude<RoundsPlan["resolution"], undefined>,
  last: RoundPlan,
  how: RoundsRun,
): Promise<StageFigure> {
  const { identity } = await trainedClassifier(last.run);
  const resume = await isBegun(run, { ...plan.config, student: identity });
  const from = { run: last.run, config: last.config, identity };
  return fixResolution(plan, { ...how, run, resume, from });
}
