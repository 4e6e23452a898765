import { basename } from "node:path";
import { stateOf } from "../stages/chain-table.ts";
import type { ClassifierConfig } from "../stages/classifier-config.ts";
import { count } from "../terminal/count.ts";
import { textTable } from "../terminal/table.ts";
import type { RoundsPlan } from "./plan-rounds.ts";

/** The trainings for a terminal, a row each, with how far each has come. */
export async function roundsTable({
  teacher,
  rounds,
  resolution,
  unlabeled,
}: RoundsPlan): Promise<string> {
  const labels = `${count(teacher.labeled.length, "label")} of ${teacher.config.classes.length} classes`;
  const header = ["", "learns from", "network", "epochs", "a step", "run", ""];
  const of = async (
    { name, from, step }: { name: string; from: string; step: string },
    { config, run }: { config: ClassifierConfig & { epochs: number }; run: string },
  ) => [
    ...[name, from, config.network.backbone, config.epochs.toLocaleString("en"), step],
    ...[basename(run), await stateOf(run)],
  ];
  const first = await of(
    { name: "teacher", from: labels, step: `${teacher.config.batchSize}` },
    teacher,
  );
  const others = await Promise.all(
    rounds.map((round) => {
      const { batchSize, unlabeledRatio } = round.config;
      return of(
        {
          ...{ name: `round ${round.config.round}` },
          from: `the labels, ${count(unlabeled.length, "picture")}`,
          step: `${batchSize} + ${batchSize * unlabeledRatio}`,
        },
        round,
      );
    }),
  );
  const last = resolution && [
    await of(
      {
        ...{ name: `at ${resolution.config.size} px`, from: labels },
        step: `${resolution.config.batchSize}`,
      },
      resolution,
    ),
  ];
  return textTable([header, first, ...others, ...(last ?? [])], [0, 1, 2, 4, 5, 6]);
}
