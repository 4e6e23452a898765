import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunningEngine } from "@unlabeled/core";
import { reportHtml } from "@unlabeled/eval";
import { readRun } from "@unlabeled/train";
import { buildBackbone } from "../assemble/backbone.ts";
import { methodName } from "../config/method-name.ts";
import type { ResolvedConfig } from "../config/resolved-config.ts";
import { measureWorth, representations, type Worth } from "../measure/measure.ts";
import { duration } from "../terminal/progress.ts";
import { say } from "../terminal/write.ts";
import { pretrain } from "../training/pretrain.ts";
import type { DemoData } from "./demo-data.ts";
import { demoRun } from "./demo-run.ts";
import { nextCommands, summary, worthTable } from "./demo-words.ts";
import { neighbourGrid } from "./neighbour-grid.ts";

export interface DemoOptions {
  readonly config: ResolvedConfig;
  readonly data: DemoData;
  readonly engine: RunningEngine;
  /** The run's folder, where it was named. */
  readonly folder: string | undefined;
  /** This demo as typed. */
  readonly command: string;
}

/** Trains, measures against raw pixels and the untrained network, and writes the report. */
export async function runDemo({
  config,
  data,
  engine,
  folder,
  command,
}: DemoOptions): Promise<void> {
  const { run, resume } = await demoRun(folder, config);
  const pictures = data.train.length.toLocaleString("en");
  say(engine.description);
  say(
    `Learning from ${pictures} pictures without their labels: ${config.method}, ${config.backbone}, ${run}`,
  );
  if (resume) say("Going on with the run that was stopped there.");
  const began = performance.now();
  const { backbone } = await pretrain({
    config,
    source: data.train,
    run,
    resume,
    resumeCommand: command,
  });
  const trained = performance.now();

  say("\nWhat did that bring? Measuring, now with the labels ...\n");
  const { seed, size } = config;
  const networks = { untrained: buildBackbone(config), trained: backbone };
  const kinds = await representations(networks, data, size);
  const worths = [
    await measureWorth(kinds[0], seed),
    await measureWorth(kinds[1], seed),
    await measureWorth(kinds[2], seed),
  ] as const satisfies readonly Worth[];
  say(worthTable(worths));

  const training = resume
    ? "training in parts"
    : `${duration((trained - began) / 1000)} of training`;
  const time = `${training}, ${duration((performance.now() - trained) / 1000)} of measuring`;
  const next = nextCommands(run, data.trainPath, data.testPath);
  const { reports } = await readRun(run);
  const html = await reportHtml({
    title: `${methodName(config)} on Fashion-MNIST`,
    summary: summary(worths),
    facts: [
      { name: "Engine", value: engine.description },
      {
        name: "Data",
        value: `Fashion-MNIST: the first ${pictures} training and ${data.test.length.toLocaleString("en")} test pictures`,
      },
      { name: "Network", value: `${config.backbone}, ${backbone.featureCount} features` },
      {
        name: "Training",
        value: `${config.epochs} epochs, batch ${config.batchSize}, seed ${seed}`,
      },
      { name: "Time", value: time },
    ],
    command,
    loss: reports.map(({ step, loss }) => ({ step, loss })),
    rows: worths.map(({ name, linear, few, knn }) => ({ name, linear, fewLabels: few, knn })),
    neighbours: await neighbourGrid([kinds[0], kinds[2]], data, seed),
    next,
  });
  const report = join(run, "report.html");
  await writeFile(report, html);
  say(`\n${summary(worths)}`);
  say(`${time}. Curve, figures and nearest neighbours: ${report}`);
  say("\nNext, with pictures of your own:");
  for (const { what, command } of next) say(`  ${command}\n      ${what}`);
}
