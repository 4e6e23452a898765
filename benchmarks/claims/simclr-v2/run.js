// Does SimCLRv2's chain do on small pictures what its paper says of ImageNet? Pretraining without labels, fine-tuning on 1% and 10% of
// them, distillation; small ResNets of three widths.
//
//   pnpm bench claims/simclr-v2 --pictures TRAIN.tar TEST.tar [--json FILE] [--quick] [--seeds 0,1,2] [--widths 4,8,16]
//
// The sets are tar shards of key.jpg and key.cls, 32 x 32. Runs are kept in benchmarks/.cache/simclr-v2 and go on where they stopped.
// --quick: one seed, a tenth of the pictures, small widths and one pass of each stage, to see that it runs.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { useEngine } from "@unlabeled/core";
import { writeReport } from "../../report.js";
import { claimsArguments } from "../claims-arguments.js";
import { showClaims } from "../claims-tables.js";
import { claimsOf } from "./claims.js";
import { QUICK, SETTINGS } from "./settings.js";
import { stages } from "./stages.js";

const { flags, train, test, seeds, widths, opened } = claimsArguments("simclr-v2", {
  widths: "4,8,16",
  quickWidths: "2,4,8",
});
const FRACTIONS = [0.01, 0.1];

const engine = await useEngine();
const sets = { train: await opened(train), test: await opened(test) };
console.log(
  `${engine.description}; ${sets.train.length} pictures, ${sets.test.length} for the test`,
);
const folder = fileURLToPath(
  new URL(`../../.cache/simclr-v2${flags.quick ? "-quick" : ""}`, import.meta.url),
);
mkdirSync(folder, { recursive: true });
const { supervised, fineTuned, distilled } = stages(sets, flags.quick ? QUICK : SETTINGS, folder);

const figures = {};
/** Adds a figure of a seed, and shows it. */
async function figure(name, seed, make) {
  const result = await make();
  figures[name] ??= [];
  figures[name].push(result.accuracy);
  console.log(`${name}, seed ${seed}: ${(100 * result.accuracy).toFixed(1)}%`);
  return result;
}

const [least, most] = [Math.min(...widths), Math.max(...widths)];
const middle = widths[Math.floor(widths.length / 2)];
for (const seed of seeds) {
  for (const fraction of FRACTIONS) {
    const of = (words, width) => `${words}, w${width}, ${100 * fraction}%`;
    for (const width of widths) {
      const given = { width, fraction, seed };
      await figure(of("labels alone", width), seed, () => supervised(given));
      await figure(of("fine-tuned", width), seed, () => fineTuned(given));
    }
    const head = { width: middle, fraction, seed };
    for (const layer of [0, 3]) {
      const name = of(`fine-tuned from layer ${layer}`, middle);
      await figure(name, seed, () => fineTuned({ ...head, layer }));
    }
    const two = of("fine-tuned, head of 2 layers", middle);
    await figure(two, seed, () => fineTuned({ ...head, layers: 2 }));
    const teacher = { width: most, ...(await fineTuned({ width: most, fraction, seed })) };
    for (const width of [most, least]) {
      const given = { teacher, width, fraction, seed };
      await figure(of("distilled", width), seed, () => distilled(given));
    }
    const labeled = { teacher, width: least, fraction, seed, pictures: "labeled" };
    const name = of("distilled with the labelled pictures only", least);
    await figure(name, seed, () => distilled(labeled));
  }
}

const claims = claimsOf(figures, { least, middle, most });
showClaims(claims);
if (flags.json) {
  const command = `pnpm bench claims/simclr-v2 --pictures TRAIN.tar TEST.tar${flags.quick ? " --quick" : ""}`;
  writeReport(flags.json, {
    ...{ name: "claims/simclr-v2", command, engine: engine.description },
    ...{ seeds, widths, settings: flags.quick ? QUICK : SETTINGS, figures, claims },
  });
}
