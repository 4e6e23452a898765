import { PERTURBATIONS, type PerturbationName } from "@unlabeled/augment";
import { openSource } from "@unlabeled/data";
import { meanFlipRate } from "@unlabeled/eval";
import { Command, InvalidArgumentError } from "commander";
import { comparedClassifiers } from "../measure/compared-classifiers.ts";
import { perturbationRates } from "../measure/perturbation-rates.ts";
import { somePictures } from "../measure/some-pictures.ts";
import { count } from "../terminal/count.ts";
import { countingLine } from "../terminal/counting-line.ts";
import { percent, textTable } from "../terminal/table.ts";
import { say } from "../terminal/write.ts";
import { addEngineOptions, type EngineFlags, startEngine } from "./engine-options.ts";
import { namesAmong, positiveInteger, seed, wholeNumber } from "./flag-values.ts";

interface Flags extends EngineFlags {
  readonly baseline?: string;
  readonly perturbations?: readonly PerturbationName[];
  readonly frames?: number;
  readonly pictures?: number;
  readonly seed: number;
  readonly workers?: number;
  readonly json?: true;
}

/** `unlabeled eval perturbations RUN PATH`: flip probabilities under ImageNet-P's perturbations. */
export function perturbationsCommand(): Command {
  const command = new Command("perturbations")
    .description("how often a classifier's answer flips while a picture changes a little at a time")
    .argument("<run>", "a classifier: a run of finetune, distill or noisy-student")
    .argument("<path>", "pictures that it has not learned; labels are not read")
    .option("--baseline <run>", "another classifier, whose rates count as 100: gives the mFR")
    .option(
      "--perturbations <names>",
      "some, with commas (default: all ten)",
      namesAmong(PERTURBATIONS),
    )
    .option("--frames <n>", "of a sequence (default: the benchmark's, 31 of most)", frames)
    .option("--pictures <n>", "use so many pictures (default: all)", positiveInteger)
    .option("--seed <n>", "of the noise", seed, 0)
    .option("--workers <n>", "threads that prepare pictures (default: 1)", wholeNumber)
    .option("--json", "print the rates, by perturbation, as JSON")
    .addHelpText(
      "after",
      `
Perturbations are ImageNet-P's, up to 64 pixels CIFAR-10-P's. Frames are not
compressed as video afterwards: figures are for comparison with each other, not
with published ones.

Examples:
  unlabeled eval perturbations runs/x/student-1 ./test --baseline runs/x/teacher
  unlabeled eval perturbations runs/x/teacher ./test --perturbations tilt,scale
  unlabeled eval perturbations runs/x/teacher ./photos --pictures 500 --json`,
    );
  return addEngineOptions(command).action(evaluate);
}

async function evaluate(run: string, path: string, flags: Flags): Promise<void> {
  const { perturbations = PERTURBATIONS, baseline, seed, frames, workers, json } = flags;
  const { config, restore } = await comparedClassifiers(run, baseline, { sameClasses: false });
  const source = somePictures(await openSource(path), flags.pictures);
  const engine = await startEngine(flags);
  if (!json) say(`${engine.description} - ${run} - ${count(source.length, "picture")}`);
  const line = json ? undefined : countingLine(perturbations.length * source.length, "sequences");
  const found = await perturbationRates(await restore(), source, {
    ...{ size: config.size, perturbations, frames, seed, workers },
    onDone: (done) => line?.show(done),
  }).finally(() => line?.stop());
  const [rates = {}, ofBaseline] = found.rates;
  const mFR = ofBaseline && doesFlip(ofBaseline) ? meanFlipRate(rates, ofBaseline) : undefined;
  if (json) {
    const protocol = { pictures: found.pictures, frames: found.frames, seed };
    say(JSON.stringify({ run, baseline, ...protocol, rates, ofBaseline, mFR }, null, 2));
    return;
  }
  const rows = perturbations.map((name) => [
    name,
    String(found.frames[name]),
    ...found.rates.map((each) => percent(each[name] ?? Number.NaN)),
  ]);
  const header = ["flip probability", "frames", run, ...(baseline ? [baseline] : [])];
  say(textTable([header, ...rows]));
  if (mFR !== undefined) say(`mFR ${mFR.toFixed(1)} (${baseline}: 100).`);
  else if (baseline) say("No mFR: the baseline never flips under one of the perturbations.");
}

const doesFlip = (rates: Readonly<Record<string, number>>): boolean =>
  Object.values(rates).every((rate) => rate > 0);

/** A flag's value as a number of frames. */
function frames(text: string): number {
  const value = positiveInteger(text);
  if (value >= 2 && value <= 41) return value;
  throw new InvalidArgumentError("It must be an integer in [2, 41].");
}
