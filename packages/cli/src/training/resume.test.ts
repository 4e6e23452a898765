import { spawn } from "node:child_process";
import { readRun } from "@unlabeled/train";
import { beforeAll, expect, test } from "vitest";
import { inFolder, TINY, TINY_YAML, unlabeled } from "../fixtures/cli.ts";
import { writeLabeled, writeText } from "../fixtures/pictures.ts";
import { builtProgram, ended, started } from "../fixtures/program.ts";

const PROGRAM = builtProgram("resume");

inFolder();
beforeAll(async () => {
  await writeLabeled("my pictures");
  await writeText("tiny.yaml", TINY_YAML);
});

test("Ctrl-C saves and prints the command that goes on, which then ends as if never stopped", async () => {
  const words = ["pretrain", "my pictures", ...TINY, "--epochs", "4", "--seed", "5"];
  const first = await ended(started(PROGRAM, words), /epoch 2\/4/);
  expect(first.status).toBe(130);
  expect(first.out).toContain("Stopping and saving after this step.");
  const said = /Stopped and saved at step (\d+) of 20\. Go on with: (.*)\n$/.exec(first.out);
  const [, step, command = ""] = said ?? [];
  expect(command).toContain(
    "pretrain 'my pictures' --epochs 4 --seed 5 --config tiny.yaml --engine cpu --run 'runs/my pictures-byol' --resume",
  );

  const shell = command.replace(/^node/, process.execPath);
  const second = await ended(spawn("sh", ["-c", shell], { env: process.env }));
  expect(second).toMatchObject({ status: 0 });
  const { reports } = await readRun("runs/my pictures-byol");
  expect(reports.map((report) => report.step)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  expect(Number(step)).toBeGreaterThanOrEqual(6);

  await unlabeled(...words, "--run", "whole");
  const whole = await readRun("whole");
  expect(reports.map(({ loss }) => loss)).toEqual(whole.reports.map(({ loss }) => loss));
}, 120_000);

test("a finished run is not trained again, and says so", async () => {
  await unlabeled("pretrain", "my pictures", ...TINY, "--run", "done");
  const before = await readRun("done");
  const { status, out } = await unlabeled(
    ...["pretrain", "my pictures", "--run", "done", "--resume", "--engine", "cpu"],
  );
  expect(status).toBe(0);
  expect(out).toContain("done was finished before: there was nothing left to train.");
  expect(out).not.toContain("epoch");
  expect(await readRun("done")).toEqual(before);
});

test("--resume takes the run's own configuration, and refuses another", async () => {
  await unlabeled("pretrain", "my pictures", ...TINY, "--run", "own");
  const other = await unlabeled(
    ...["pretrain", "my pictures", "--run", "own", "--resume", "--epochs", "2"],
    ...["--optimizer", "adam"],
  );
  expect(other).toEqual({
    status: 1,
    out: "",
    error:
      'unlabeled: --resume must have the configuration that own began with; got epochs 2 instead of 1, optimizer.name "adam" instead of "sgd". Leave those out, or start a new run in another folder.\n',
  });
  await writeLabeled("elsewhere");
  const moved = ["pretrain", "elsewhere", "--run", "own", "--resume", "--engine", "cpu"];
  expect((await unlabeled(...moved)).status).toBe(0); // the same pictures: noise included
  await writeText("elsewhere/red/new.png", "x");
  expect((await unlabeled(...moved)).error).toBe(
    "unlabeled: PATH must hold the very pictures that own began with; got elsewhere, which holds others. Bring those back, or start a new run in another folder.\n",
  );
});

test("a run is not written over", async () => {
  await unlabeled("pretrain", "my pictures", ...TINY, "--run", "there");
  const again = await unlabeled("pretrain", "my pictures", ...TINY, "--run", "there");
  expect(again).toEqual({
    status: 1,
    out: "",
    error:
      "unlabeled: --run must be a folder without a run; got there, which has one at step 5 of 5. Go on with it by --resume, or name another folder.\n",
  });
});
