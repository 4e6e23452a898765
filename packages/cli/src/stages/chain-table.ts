import { basename } from "node:path";
import { count } from "../terminal/count.ts";
import { textTable } from "../terminal/table.ts";
import { earlierRun } from "../training/run-folder.ts";
import { keptFigure } from "./measure-classifier.ts";
import type { ChainPlan } from "./plan-chain.ts";

/** The stages for a terminal, a row each, with how far each has come. */
export async function chainTable({
  pictures,
  pretrain,
  finetune,
  distill,
}: ChainPlan): Promise<string> {
  const all = count(pictures.length, "picture");
  const { epochs, batchSize, backbone } = pretrain.config;
  const { classes, fromLayer } = finetune.config;
  const labels = `${count(finetune.train.length, "label")} of ${classes.length} classes`;
  const head = fromLayer === 0 ? backbone : `${backbone}, layer ${fromLayer}`;
  const stages = [
    { name: "pretrain", from: all, network: backbone, epochs, batchSize, of: pictures.length },
    {
      ...{ name: "finetune", from: labels, network: head },
      ...{ ...batchesOf(finetune.config), of: finetune.train.length },
    },
    ...distill.map(({ config }) => ({
      ...{ name: "distill", from: all, network: config.network.backbone },
      ...{ ...batchesOf(config), of: pictures.length },
    })),
  ];
  const runs = [pretrain, finetune, ...distill].map(({ run }) => run);
  const rows = await Promise.all(
    stages.map(async ({ name, from, network, epochs, batchSize, of }, at) => [
      ...[`${at + 1} ${name}`, from, network, epochs.toLocaleString("en")],
      (epochs * Math.floor(of / batchSize)).toLocaleString("en"),
      ...[basename(runs[at] as string), await stateOf(runs[at] as string)],
    ]),
  );
  const header = ["stage", "learns from", "network", "epochs", "steps", "run", ""];
  return textTable([header, ...rows], [0, 1, 2, 5, 6]);
}

function batchesOf({ epochs, batchSize }: { epochs: number; batchSize: number }) {
  return { epochs, batchSize };
}

/** "to do", "at step 3 of 40", "done". */
export async function stateOf(run: string): Promise<string> {
  const [earlier, figure] = [await earlierRun(run), await keptFigure(run)];
  if (figure !== undefined) return "done";
  return earlier === undefined ? "to do" : `at step ${earlier.step} of ${earlier.totalSteps}`;
}
