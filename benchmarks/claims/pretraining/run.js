// Does pretraining without labels bring anything? SimCLR and BYOL against raw pixels and the untrained network, through
// the command line, three seeds each, on Fashion-MNIST (carried in data/) and on other pictures given as tar shards.
//
//   pnpm bench claims/pretraining [--json FILE] [--quick] [--cifar TRAIN.tar TEST.tar] [--seeds 0,1,2] [--only NAME,...]
//
// Runs are kept in benchmarks/.cache/pretraining and go on where they stopped; finished ones are not trained again. In a
// FILE that is there, studies that did not run now stay as they are.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { deviation, mean } from "../statistics.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "..", "..", "..");
const program = join(root, "packages", "cli", "bin", "unlabeled.js");
const fashion = (part) => join(root, "data", "fashion-mnist", `${part}-images-idx3-ubyte.gz`);

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "string" },
    quick: { type: "boolean", default: false },
    cifar: { type: "string" },
    seeds: { type: "string", default: "0,1,2" },
    only: { type: "string" },
  },
});
const seeds = (flags.quick ? "0" : flags.seeds).split(",").map(Number);
const sets = { fashion: { train: fashion("train-10000"), test: fashion("test-2000") } };
if (flags.cifar) {
  const [test] = positionals;
  if (!test) throw new Error("--cifar takes two files: --cifar TRAIN.tar TEST.tar.");
  sets.cifar = { train: flags.cifar, test };
}
const wanted = flags.only?.split(",");
const SMALL = { engine: "wasm", flags: [] };
/** As `npm start` trains where the native engine computes in bfloat16. */
const WIDE = { engine: "native", flags: ["--backbone", "resnet8-w32", "--precision", "bfloat16"] };
const studies = Object.entries(sets)
  .flatMap(([set, paths]) =>
    ["simclr", "byol"].flatMap((method) => [
      { name: `${set}-${method}`, method, ...SMALL, ...paths },
      ...(set === "fashion" ? [{ name: `${set}-${method}-wide`, method, ...WIDE, ...paths }] : []),
    ]),
  )
  .filter(({ name, engine }) =>
    wanted ? wanted.includes(name) : !flags.quick || engine === "wasm",
  );

const cache = join(here, "..", "..", ".cache", flags.quick ? "pretraining-quick" : "pretraining");
mkdirSync(cache, { recursive: true });
const unlabeled = (stdout, ...words) =>
  execFileSync(process.execPath, [program, ...words], {
    encoding: "utf8",
    stdio: ["ignore", stdout, "inherit"],
    maxBuffer: 2 ** 28,
  });

const RECIPES = { fashion: "clothes", cifar: "photographs-32" };

/** Figures of one seed, from the cache where they are. */
function study({ name, method, engine, flags: more, train, test }, seed) {
  const run = join(cache, `${name}-${seed}`);
  const figures = `${run}.json`;
  if (existsSync(figures)) return JSON.parse(readFileSync(figures, "utf8"));
  const config = join(
    root,
    "packages",
    "cli",
    "recipes",
    `${RECIPES[name.split("-")[0]]}-${method}.json`,
  );
  const epochs = flags.quick ? ["--epochs", "1"] : [];
  const resume = existsSync(run) ? ["--resume"] : [];
  unlabeled(
    "inherit",
    "pretrain",
    train,
    "--config",
    config,
    "--seed",
    `${seed}`,
    "--run",
    run,
    ...["--engine", engine, ...more],
    ...epochs,
    ...resume,
  );
  const measured = ["--engine", engine, "--json"];
  const json = unlabeled("pipe", "eval", "all", run, train, "--test", test, ...measured);
  writeFileSync(figures, json);
  return JSON.parse(json);
}

const PROBES = ["linear", "few", "knn"];
const percent = (value) => (100 * value).toFixed(1);

const claims = [];
for (const each of studies) {
  const results = seeds.map((seed) => study(each, seed).worths);
  const table = results[0].map(({ name }, row) => ({
    name,
    ...Object.fromEntries(
      PROBES.map((probe) => {
        const accuracies = results.map((worths) => worths[row][probe].accuracy);
        return [probe, { accuracies, mean: mean(accuracies), deviation: deviation(accuracies) }];
      }),
    ),
  }));
  console.log(`\n${each.name}, ${seeds.length} seeds: mean (standard deviation) over seeds, %`);
  for (const row of table) {
    const cells = PROBES.map(
      (probe) => `${probe} ${percent(row[probe].mean)} (${percent(row[probe].deviation)})`,
    );
    console.log(`  ${row.name.padEnd(18)} ${cells.join("   ")}`);
  }
  const [pixels, untrained, trained] = table;
  for (const probe of PROBES) {
    for (const other of [pixels, untrained]) {
      const margins = trained[probe].accuracies.map(
        (value, i) => value - other[probe].accuracies[i],
      );
      claims.push({
        claim: `${each.name}: the trained network beats ${other.name === pixels.name ? "raw pixels" : "the untrained network"} (${probe})`,
        source: "Chen et al. 2020; Grill et al. 2020",
        seeds,
        table,
        margin: mean(margins),
        spread: deviation(margins),
        holds: margins.every((margin) => margin > 0),
      });
    }
  }
}
for (const { claim, margin, spread, holds } of claims) {
  console.log(
    `${holds ? "holds" : "FAILS"}  ${claim}: ${percent(margin)} points (${percent(spread)})`,
  );
}
if (flags.json) {
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], {
    cwd: root,
    encoding: "utf8",
  }).trim();
  const machine = {
    cpu: cpus()[0]?.model.trim(),
    cores: cpus().length,
    node: process.versions.node,
  };
  const words = process.argv.slice(2).map((word) => basename(word)); // not where this machine has its files
  const command = ["pnpm bench claims/pretraining", ...words].join(" ");
  const earlier = existsSync(flags.json)
    ? JSON.parse(readFileSync(flags.json, "utf8"))
    : { tables: [], claims: [] };
  const now = new Set(studies.map(({ name }) => name));
  const notNow = (name) => !now.has(name);
  const tables = studies.map(({ name, engine, flags: more }, i) => ({
    name,
    ...{ engine, flags: more.join(" "), command, commit, machine },
    table: claims[i * 2 * PROBES.length].table,
  }));
  const report = {
    ...{ name: "claims/pretraining", command, commit, machine },
    tables: [...earlier.tables.filter(({ name }) => notNow(name)), ...tables],
    claims: [
      ...earlier.claims.filter(({ claim }) => notNow(claim.split(":")[0])),
      ...claims.map(({ table: _, ...claim }) => claim),
    ],
  };
  writeFileSync(flags.json, `${JSON.stringify(report, null, 2)}\n`);
}
