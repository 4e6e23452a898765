import {
  CORRUPTIONS,
  type CorruptionName,
  type CorruptionSeverity,
  corruptedView,
} from "@unlabeled/augment";
import { evaluationBatches } from "@unlabeled/data";
import { type CorruptionErrors, corruptionErrors, meanCorruptionError } from "@unlabeled/eval";
import { Command } from "commander";
import { classifierTest } from "../measure/classifier-test.ts";
import { comparedClassifiers } from "../measure/compared-classifiers.ts";
import { accuracyOf } from "../stages/measure-classifier.ts";
import { count } from "../terminal/count.ts";
import { countingLine } from "../terminal/counting-line.ts";
import { percent, textTable } from "../terminal/table.ts";
import { say } from "../terminal/write.ts";
import { addEngineOptions, type EngineFlags, startEngine } from "./engine-options.ts";
import { namesAmong, positiveInteger, seed, wholeNumber } from "./flag-values.ts";

interface Flags extends EngineFlags {
  readonly baseline?: string;
  readonly corruptions?: readonly CorruptionName[];
  readonly pictures?: number;
  readonly seed: number;
  readonly workers?: number;
  readonly json?: true;
}

/** `unlabeled eval corruptions RUN PATH`: errors under ImageNet-C's corruptions. */
export function corruptionsCommand(): Command {
  const command = new Command("corruptions")
    .description("errors of a classifier under the fifteen corruptions of ImageNet-C")
    .argument("<run>", "a classifier: a run of finetune, distill or noisy-student")
    .argument("<path>", "pictures with labels that it has not learned; all are used")
    .option("--baseline <run>", "another classifier, whose errors count as 100: gives the mCE")
    .option(
      "--corruptions <names>",
      "some, with commas (default: all fifteen)",
      namesAmong(CORRUPTIONS),
    )
    .option("--pictures <n>", "use so many pictures (default: all)", positiveInteger)
    .option("--seed <n>", "of the noise", seed, 0)
    .option("--workers <n>", "threads that prepare pictures (default: 1)", wholeNumber)
    .option("--json", "print all errors, by corruption and severity, as JSON")
    .addHelpText(
      "after",
      `
Frost is procedural, and pictures are not saved as JPEG afterwards: figures are
for comparison with each other, not with published ones.

Examples:
  unlabeled eval corruptions runs/x/student-1 ./test --baseline runs/x/teacher
  unlabeled eval corruptions runs/x/teacher ./test --corruptions fog,snow`,
    );
  return addEngineOptions(command).action(evaluate);
}

async function evaluate(run: string, path: string, flags: Flags): Promise<void> {
  const { corruptions = CORRUPTIONS, baseline, seed, workers, json } = flags;
  const { config, restore } = await comparedClassifiers(run, baseline, { sameClasses: true });
  const { size } = config;
  const source = await classifierTest(path, config, flags.pictures);
  const engine = await startEngine(flags);
  if (!json) say(`${engine.description} - ${run} - ${count(source.length, "picture")}`);
  const networks = await restore();
  const corrupted = (corruption: CorruptionName, severity: CorruptionSeverity) =>
    evaluationBatches(source, corruptedView({ size, corruption, severity, seed }), {
      ...{ batchSize: 250, cacheBytes: 0 },
      ...(workers !== undefined && { workers }),
    });
  const line = json ? undefined : countingLine(corruptions.length * SEVERITIES, "corruptions");
  const errors = await corruptionErrors(networks, corrupted, {
    ...{ corruptions, onDone: (done) => line?.show(done) },
  }).finally(() => line?.stop());
  const clean: number[] = [];
  for (const network of networks)
    clean.push(1 - (await accuracyOf(network, source, size)).accuracy);
  const [ofRun, ofBaseline] = errors;
  const mCE =
    ofBaseline && hasErrors(ofBaseline)
      ? meanCorruptionError(ofRun as CorruptionErrors, ofBaseline)
      : undefined;
  if (json) {
    const without = { run: clean[0], baseline: clean[1] };
    say(JSON.stringify({ run, baseline, clean: without, errors: ofRun, ofBaseline, mCE }, null, 2));
    return;
  }
  const rows = corruptions.map((name) => [
    name,
    ...errors.map((each) => percent(mean(each[name] as readonly number[]))),
  ]);
  const header = ["error, mean of 5 severities", run, ...(baseline ? [baseline] : [])];
  const first = ["none", ...clean.map(percent)];
  say(textTable([header, first, ...rows]));
  if (mCE !== undefined) say(`mCE ${mCE.toFixed(1)} (${baseline}: 100).`);
  else if (baseline) say("No mCE: the baseline makes no errors under one of the corruptions.");
}

/** Of each corruption: as ImageNet-C has them. */
const SEVERITIES = 5;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const hasErrors = (errors: CorruptionErrors): boolean =>
  Object.values(errors).every((each) => each.some((error) => error > 0));
