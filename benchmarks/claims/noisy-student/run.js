// Does Noisy Student do on small pictures what its paper says of ImageNet? A teacher of 1,000 labels, students of 10,000 pictures; with and
// without noise, with pictures of something else among them, under corruptions.
//
//   pnpm bench claims/noisy-student --pictures TRAIN.tar TEST.tar [--json FILE] [--quick] [--seeds 0,1,2] [--widths 16,32]
//
// The sets are tar shards of key.jpg and key.cls, 32 x 32. Pictures of something else are Fashion-MNIST's (carried in data/). Runs are
// kept in benchmarks/.cache/noisy-student and go on where they stopped. --quick: one seed, a tenth of the pictures, small widths and
// one pass of each training, to see that it runs.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { useEngine } from "@unlabeled/core";
import { labelFraction, openSource } from "@unlabeled/data";
import { meanCorruptionError } from "@unlabeled/eval";
import { firstOf } from "../../first-of.js";
import { writeReport } from "../../report.js";
import { claimsArguments } from "../claims-arguments.js";
import { showClaims } from "../claims-tables.js";
import { claimsOf } from "./claims.js";
import { mixed } from "./mixed.js";
import { rounds } from "./rounds.js";
import { QUICK, SETTINGS } from "./settings.js";

const {
  flags,
  train,
  test,
  seeds,
  widths: [width, larger],
  opened,
} = claimsArguments("noisy-student", {
  widths: "16,32",
  quickWidths: "4,8",
});
const settings = flags.quick ? QUICK : SETTINGS;

const engine = await useEngine();
const [inside, tested] = [await opened(train), await opened(test)];
const others = await openSource(
  fileURLToPath(
    new URL("../../../data/fashion-mnist/train-10000-images-idx3-ubyte.gz", import.meta.url),
  ),
);
const some = firstOf(others, settings.others);
const classes = new Set(inside.labels).size;
console.log(
  `${engine.description}; ${settings.labels} labels, ${inside.length} pictures, ${some.length} of something else, ${tested.length} for the test`,
);
const folder = fileURLToPath(
  new URL(`../../.cache/noisy-student${flags.quick ? "-quick" : ""}`, import.meta.url),
);
mkdirSync(folder, { recursive: true });

const figures = {};
/** Adds a figure of a seed, and shows it. */
function figure(name, seed, value, unit = "%") {
  figures[name] ??= [];
  figures[name].push(value);
  const shown = unit === "%" ? (100 * value).toFixed(1) : value.toFixed(1);
  console.log(`${name}, seed ${seed}: ${shown}${unit}`);
}

for (const seed of seeds) {
  const fraction = settings.labels / inside.length;
  const { teacher, student } = rounds(
    {
      labeled: labelFraction(inside, { fraction, seed }),
      ...{ test: tested, classes },
      unlabeled: { inside, mixed: await mixed(inside, some) },
    },
    settings,
    folder,
  );
  /** Trains and shows. */
  const of = async (name, making) => {
    const made = await making;
    figure(name, seed, made.accuracy);
    return made;
  };
  const first = await of(`teacher, w${width}`, teacher({ width, seed }));
  await of(`labels alone, w${larger}`, teacher({ width: larger, seed }));
  const by = (name, given) => of(name, student({ ...{ teacher: first, width, seed }, ...given }));
  const next = await by(`student, w${width}`, { name: "student" });
  await by(`student, w${larger}`, { name: `student-w${larger}`, width: larger });
  await by(`student of the student, w${width}`, { name: "student-2", teacher: next });
  await by("student without noise on pictures without labels", {
    name: "plain",
    noise: "labeled",
  });
  await by("student with padded crops and mirror images alone", {
    name: "no-noise",
    noise: "none",
  });
  await by("student with augmentation alone", { name: "augmentation", noise: "augmentation" });
  await by("student with dropout and stochastic depth alone", {
    name: "network",
    noise: "network",
  });
  for (const [words, targets] of [
    ["probabilities", "soft"],
    ["classes", "hard"],
  ]) {
    const given = { from: "mixed", targets };
    await by(`mixed, all of them, ${words}`, {
      ...{ ...given, name: `mixed-all-${targets}`, select: false },
    });
    const { others } = await by(`mixed, filtered and balanced, ${words}`, {
      ...{ ...given, name: `mixed-selected-${targets}` },
    });
    if (targets === "soft")
      figure("of something else among the filtered and balanced", seed, others);
  }
  const [baseline, errors] = [await first.corruption(), await next.corruption()];
  figure(
    "mCE of the student, the teacher's as 100",
    seed,
    meanCorruptionError(errors, baseline),
    "",
  );
  const clean = (1 - next.accuracy) / (1 - first.accuracy);
  figure("its error without corruption, likewise", seed, 100 * clean, "");
}

const claims = claimsOf(figures, { width, larger });
showClaims(claims);
if (flags.json) {
  const command = `pnpm bench claims/noisy-student --pictures TRAIN.tar TEST.tar${flags.quick ? " --quick" : ""}`;
  writeReport(flags.json, {
    ...{ name: "claims/noisy-student", command, engine: engine.description },
    ...{ seeds, widths: [width, larger], settings, figures, claims },
  });
}
