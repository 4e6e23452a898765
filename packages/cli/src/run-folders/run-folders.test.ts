import { mkdir, symlink } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { inFolder, unlabeled } from "../fixtures/cli.ts";
import { writeText } from "../fixtures/pictures.ts";
import { writeRun } from "../fixtures/run-folder.ts";

inFolder();

const HERE = encodeURIComponent(hostname());

beforeAll(async () => {
  await writeRun("runs/old", {
    steps: 20,
    age: 9000,
    report: (step) =>
      step === 15
        ? { measures: { "probe/seconds": 3, "probe/knn": 0.75, spread: 0 } }
        : { measures: { "probe/knn": 0.5, spread: 0.9 } },
  });
  await writeRun("runs/group/new", {
    age: 10,
    record: {
      ...{
        method: { name: "simclr", settings: { temperature: 0.5 } },
        seed: 1,
        learningRate: [0, 0.1],
      },
      config: { method: "simclr", backbone: "resnet50", batchSize: 8, seed: 1, temperature: 0.5 },
      data: {
        source: { kind: "folder", path: "/photos", pictures: 43 },
        fingerprint: "sha256:1",
        seed: 1,
      },
      engine: { name: "wasm", precision: "float32", description: "wasm engine" },
    },
  });
  await writeRun("runs/library", { age: 100, record: { config: null, data: { source: "waves" } } });
  await writeRun("damaged/sound");
  await writeText("damaged/a/run.json", "{");
  await writeText("damaged/b/run.json", '{"epochs": 3}');
  await writeText("damaged/c/run.json", "[]");
  await mkdir("damaged/d/run.json", { recursive: true });
  await writeText("damaged/e/metrics.jsonl", "");
  await writeRun("damaged/f");
  await writeText("damaged/f/metrics.jsonl", '{"step":1,"loss":2}\nx\n{"step":3,"loss":2}\n');
  await symlink(".", "damaged/back");
  await mkdir("empty");
});

describe("unlabeled runs", () => {
  test("lists runs at any depth, newest first", async () => {
    expect(await unlabeled("runs")).toEqual({
      ...{ status: 0, error: "" },
      out: `run         method   backbone       pictures       step     loss   probe best / last   spread   time   engine             state
---------   ------   ------------   --------   --------   ------   -----------------   ------   ----   ----------------   --------
group/new   simclr   resnet50             43   10 of 20   0.4000                   -     0.90   10 s   wasm, float32      stopped
library     byol     -                     -   10 of 20   0.4000                   -     0.90   10 s   native, bfloat16   stopped
old         byol     resnet18-w16         43   20 of 20   0.2000       75.0% / 50.0%     0.90   20 s   native, bfloat16   finished
`,
    });
  });

  test("--json has all of it", async () => {
    const { out } = await unlabeled("runs", "--json");
    const [, , old] = JSON.parse(out);
    expect(old).toEqual({
      ...{ folder: join("runs", "old"), method: "byol", backbone: "resnet18-w16", pictures: 43 },
      ...{ step: 20, totalSteps: 20, loss: 0.2, spread: 0.9, minutes: 20 / 60, state: "finished" },
      probes: { "measures/probe/knn": { best: 0.75, bestStep: 15, last: 0.5 } },
      ...{ engine: "native", precision: "bfloat16", changed: expect.stringMatching(/^20.*Z$/) },
    });
  });

  test("calls a run running only where a process may be training in it", async () => {
    await writeRun("states/elsewhere");
    await writeText("states/elsewhere/running.another-machine.1.0-0", "");
    await writeRun("states/killed");
    await writeText(`states/killed/running.${HERE}.1.0-0`, "");
    await writeRun("states/last-save-lost", { steps: 20, checkpoints: [15] });
    const { out } = await unlabeled("runs", "states", "--json");
    const states = JSON.parse(out).map((run: { folder: string; state: string }) => [
      run.folder,
      run.state,
    ]);
    expect(Object.fromEntries(states)).toEqual({
      [join("states", "elsewhere")]: "running?",
      [join("states", "killed")]: "stopped",
      [join("states", "last-save-lost")]: "stopped",
    });
  });

  test("names what is wrong with damaged folders, and follows no circle", async () => {
    const { status, out } = await unlabeled("runs", "damaged");
    expect(status).toBe(0);
    const [table = "", problems = ""] = out.split("\n\n");
    expect(
      table
        .split("\n")
        .slice(2)
        .map((line) => line.split(" ")[0])
        .sort(),
    ).toEqual(["f", "sound"]);
    const lines = problems.trim().split("\n").sort();
    const short = lines.map((line) => line.replace(/(its run\.json must be).*/, "$1 …")); // readRun's own words
    expect(short.join("\n")).toMatchInlineSnapshot(`
      "damaged/a: its run.json must be …
      damaged/b: its run.json is of another kind.
      damaged/c: its run.json must be …
      damaged/d: it cannot be read: illegal operation on a directory, read.
      damaged/e: it has no run.json.
      damaged/f: line 2 of its metrics.jsonl is damaged."
    `);
    expect(JSON.parse((await unlabeled("runs", "damaged", "--json")).out).length).toBe(7);
  });

  test("takes a run itself, and says so where there is none", async () => {
    expect((await unlabeled("runs", "runs/old")).out).toContain("20 of 20");
    expect(await unlabeled("runs", "empty")).toEqual({
      status: 0,
      out: "empty has no runs in it.\n",
      error: "",
    });
    expect((await unlabeled("runs", "empty", "--json")).out).toBe("[]\n");
    expect(await unlabeled("runs", "nowhere")).toEqual({
      ...{ status: 1, out: "" },
      error:
        "unlabeled: FOLDER must be a folder with runs in it; got nowhere, which does not exist. unlabeled pretrain makes runs.\n",
    });
  });
});

describe("unlabeled runs A B", () => {
  test("shows in what they differ, once, and the last figures", async () => {
    expect(
      (await unlabeled("runs", "runs/old", "runs/group/new")).out,
    ).toBe(`in what they differ          runs/old   runs/group/new
---------------------   -------------   --------------
method                           byol           simclr
backbone                 resnet18-w16         resnet50
seed                                0                1
momentum                         0.99                -
learningRate.greatest            0.06              0.1
engine.name                    native             wasm
engine.precision             bfloat16          float32
engine.description      native engine      wasm engine
temperature                         -              0.5

last figures             runs/old   runs/group/new
----------------------   --------   --------------
step                           20               10
totalSteps                     20               20
epoch                           3                1
loss                       0.2000           0.4000
measures/probe/knn         0.5000                -
measures/spread            0.9000           0.9000
learningRate              0.06000          0.06000
imagesPerSecond                 8                8
measures/probe/seconds          3                -
`);
  });

  test("--json has all digits, and null where a run has no value", async () => {
    const { out } = await unlabeled("runs", "runs/old", "runs/group/new", "--json");
    const { runs, differences, figures } = JSON.parse(out);
    expect(runs).toEqual(["runs/old", "runs/group/new"]);
    expect(differences.backbone).toEqual(["resnet18-w16", "resnet50"]);
    expect(figures["measures/probe/knn"]).toEqual([0.5, null]);
  });

  test("of equals says so", async () => {
    expect((await unlabeled("runs", "damaged/sound", "damaged/f")).out).toMatch(
      /^All are configured alike\.\n\n/,
    );
  });

  test("says what is wrong with those that it leaves out, and needs two", async () => {
    const { out } = await unlabeled("runs", "runs/old", "runs/library", "damaged/e");
    expect(out.trimEnd().split("\n").at(-1)).toBe("damaged/e: it has no run.json.");
    expect(await unlabeled("runs", "runs/old", "nowhere")).toEqual({
      ...{ status: 1, out: "" },
      error:
        "unlabeled: RUN must be at least two folders that unlabeled pretrain made; got nowhere: there is no such folder.\n",
    });
  });
});

test.for(["runs", "plot"])("unlabeled %s --help shows usage and examples", async (command) => {
  const { status, out } = await unlabeled(command, "--help");
  expect(status).toBe(0);
  expect(out).toContain(`Usage: unlabeled ${command} `);
  const examples = out.split("Examples:\n")[1]?.trimEnd().split("\n") ?? [];
  expect(examples.length).toBe(3);
  expect(Math.max(...examples.map((line) => line.length))).toBeLessThanOrEqual(80);
});
