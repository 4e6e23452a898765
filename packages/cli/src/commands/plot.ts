import type { Run } from "@unlabeled/train";
import { Command, InvalidArgumentError, Option } from "commander";
import { checkOutput, extensionOf } from "../output/check-output.ts";
import { writeBeside } from "../output/write-beside.ts";
import type { PlotContent } from "../plot/plot-content.ts";
import { plotHtml } from "../plot/plot-html.ts";
import { plotOfRuns } from "../plot/plot-of-runs.ts";
import { plotPng } from "../plot/plot-png.ts";
import { plotSvg } from "../plot/plot-svg.ts";
import { X_AXES, type XAxis } from "../plot/x-axis.ts";
import { readRunFolder } from "../run-folders/read-run-folder.ts";
import { asTyped } from "../terminal/as-typed.ts";
import { count } from "../terminal/count.ts";
import { say } from "../terminal/write.ts";
import { UserError } from "../user-error.ts";
import { finiteNumber } from "./flag-values.ts";

interface Flags {
  readonly measure?: readonly string[];
  readonly x: XAxis;
  readonly smooth: number;
  readonly output: string;
}

/** `unlabeled plot RUN...`: curves of what was reported. */
export function plotCommand(): Command {
  return new Command("plot")
    .description("draw the loss and the other measures of runs as curves")
    .argument("<runs...>", "runs' folders")
    .option(
      "--measure <names>",
      "which, separated by commas: loss,spread (default: all but the pace)",
      (text: string) => text.split(",").map((name) => name.trim()),
    )
    .addOption(new Option("--x <axis>", "what they are drawn over").choices(X_AXES).default("step"))
    .option("--smooth <w>", "weight of the values before, in [0, 1): 0.9 for noisy ones", weight, 0)
    .option("-o, --output <file>", "FILE.svg, FILE.png or FILE.html", "plots.svg")
    .addHelpText(
      "after",
      `
Examples:
  unlabeled plot runs/photos-byol
  unlabeled plot runs/a runs/b --measure loss,spread --smooth 0.9
  unlabeled plot runs/* --x minutes -o plots.html`,
    )
    .action(plot);
}

async function plot(folders: string[], flags: Flags, command: Command): Promise<void> {
  const { output, measure, x, smooth } = flags;
  await checkOutput(output, [".svg", ".png", ".html"]);
  const runs: Run[] = [];
  for (const folder of folders) runs.push(await runToPlot(folder));
  const content = plotOfRuns(runs, { measures: measure, x, smooth });
  if (content.panels.length === 0) {
    throw new UserError(
      `RUN must have reported a loss; got ${folders.join(", ")} without any measure.`,
    );
  }
  const page = await drawn(content, output, asTyped(command));
  await writeBeside(output, (file) => file.writeFile(page));
  const titles = content.panels.map(({ title }) => title).join(", ");
  say(`${output}: ${titles} of ${count(runs.length, "run")}`);
  for (const note of content.notes) say(note);
}

/** @throws {UserError} If there is nothing to draw in the folder. */
async function runToPlot(folder: string): Promise<Run> {
  const found = await readRunFolder(folder);
  if ("problem" in found) {
    throw new UserError(
      `RUN must be a folder that unlabeled pretrain made; got ${folder}: ${found.problem}.`,
    );
  }
  if (found.run.reports.length > 0) return found.run;
  throw new UserError(
    `RUN must have a step behind it; got ${folder}, whose metrics.jsonl has none${found.run.damagedLine === undefined ? "" : " that can be read"}.`,
  );
}

async function drawn(
  content: PlotContent,
  output: string,
  command: string,
): Promise<string | Buffer> {
  if (extensionOf(output) === ".html") return plotHtml(content, command);
  const svg = await plotSvg(content);
  return extensionOf(output) === ".png" ? plotPng(svg) : svg;
}

/** A flag's value as a number in [0, 1). */
function weight(text: string): number {
  const value = finiteNumber(text);
  if (value >= 0 && value < 1) return value;
  throw new InvalidArgumentError("It must be at least 0 and less than 1.");
}
