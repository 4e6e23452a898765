import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { pretrainConfig } from "../config/pretrain-config.ts";
import { resolveConfig } from "../config/resolve-config.ts";
import { inFolder, unlabeled } from "../fixtures/cli.ts";
import { writeIdx, writeText } from "../fixtures/pictures.ts";
import { demoRun } from "./demo-run.ts";
import { demoConfig } from "./recipes.ts";

inFolder();
beforeAll(async () => {
  await writeIdx("few", "train-10000", 140);
  await writeIdx("few", "test-2000", 20);
});

describe("unlabeled demo", () => {
  const demo = () =>
    unlabeled("demo", "--data", "few", "--epochs", "1", "--run", "demo", "--engine", "wasm");

  test("trains, measures, and writes a report", async () => {
    const { status, out, error } = await demo();
    expect({ status, error }).toEqual({ status: 0, error: "" });
    expect(out).toContain(
      "Learning from 140 pictures without their labels: simclr, resnet8-w16, demo\n",
    );
    for (const name of ["raw pixels", "untrained network", "trained network"]) {
      expect(out).toMatch(
        new RegExp(`\n${name} +\\d+\\.\\d% +\\d+\\.\\d% ± \\d+\\.\\d% +\\d+\\.\\d%`),
      );
    }
    expect(out).toContain("unlabeled eval knn demo few/train-10000-images-idx3-ubyte.gz --test");
    const report = await readFile("demo/report.html", "utf8");
    expect(report).toContain("SimCLR on Fashion-MNIST");
    expect(report).toContain("unlabeled demo --epochs 1 --data few --run demo --engine wasm");
    expect(report.match(/<img /g)?.length).toBe(10 + 10 * 2 * 5); // queries, and their neighbours
  }, 120_000);
});

describe("the demo's run is kept in the first folder", () => {
  const config = resolveConfig(pretrainConfig.parse({ epochs: 2 }));
  const write = (folder: string, recorded: object, more: readonly string[] = []) =>
    Promise.all([
      writeText(
        join(folder, "run.json"),
        JSON.stringify({ config: recorded, data: {}, epochs: 2, batchesPerEpoch: 5 }),
      ),
      ...more.map((name) => writeText(join(folder, name), "")),
    ]);

  test("that is free", async () => {
    expect(await demoRun("free", config)).toEqual({ run: "free", resume: false });
    expect(await demoRun(undefined, config)).toEqual({
      run: join("runs", "demo-byol"),
      resume: false,
    });
  });

  test("that holds this very demo without its report", async () => {
    await write("a", config, ["report.html"]);
    await write("a-2", { ...config, seed: 1 });
    await write("a-3", config);
    expect(await demoRun("a", config)).toEqual({ run: "a-3", resume: true });
    expect(await demoRun("a", { ...config, seed: 2 })).toEqual({ run: "a-4", resume: false });
  });
});

test.for(["simclr", "byol"] as const)("the recipe for %s is a configuration", (method) => {
  expect(demoConfig(method, 3, "wasm")).toMatchObject({
    ...{ method, seed: 3, size: 28 },
    backbone: "resnet8-w16",
  });
});

test("the native engine trains a network of twice the width, else alike", () => {
  const { backbone, ...rest } = demoConfig("simclr", 0, "native");
  const { backbone: narrow, ...same } = demoConfig("simclr", 0, "wasm");
  expect([narrow, backbone]).toEqual(["resnet8-w16", "resnet8-w32"]);
  expect(rest).toEqual(same);
});
