import { readRun } from "@unlabeled/train";
import { expect, test } from "vitest";
import { writeText } from "../fixtures/pictures.ts";
import { builtProgram, ended, started } from "../fixtures/program.ts";
import { figureOf, onCpu, PRETRAINING, withPretrained } from "../fixtures/stages.ts";

const PROGRAM = builtProgram("killed");
withPretrained();

const STAGES = ["pretrain", "finetune", "self-distill", "distill-resnet8-w1"];
const CHAIN = [
  ...["simclr-v2", "labeled", "photos", "--test", "test", "--config", "often.yaml"],
  ...["--self-distill", "--student", "resnet8-w1"],
  ...["--pretrain-epochs", "6", "--finetune-epochs", "12", "--distill-epochs", "8"],
];

test("killed in every stage, it ends with the figures of one never stopped", async () => {
  await writeText("often.yaml", `${PRETRAINING}\ncheckpointEverySteps: 2\n`);
  const words = [...CHAIN, "--engine", "cpu", "--run", "killed"];
  for (const stage of [1, 2, 3, 4]) {
    const at = new RegExp(`${stage} of 4: [^]*epoch 5`);
    const { status, out } = await ended(started(PROGRAM, words), at, "SIGKILL");
    expect({ status, out }).toMatchObject({ status: null });
  }
  expect(await ended(started(PROGRAM, words))).toMatchObject({ status: 0 });
  await onCpu(...CHAIN, "--run", "whole");
  for (const stage of STAGES) {
    const [killed, whole] = [await readRun(`killed/${stage}`), await readRun(`whole/${stage}`)];
    const losses = (run: typeof killed) => run.reports.map(({ step, loss }) => [step, loss]);
    expect(losses(killed)).toEqual(losses(whole));
    expect(await figureOf(`killed/${stage}`)).toEqual(await figureOf(`whole/${stage}`));
  }
}, 120_000);
