import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { buildBackbone } from "../assemble/backbone.ts";
import { buildMethod } from "../assemble/method.ts";
import { buildLearningRate, buildOptimizer } from "../assemble/optimizer.ts";
import { buildViews } from "../assemble/views.ts";
import { pretrainConfig } from "./pretrain-config.ts";
import { readConfig } from "./read-config.ts";
import { RECIPES } from "./recipes.ts";
import { resolveConfig } from "./resolve-config.ts";
import type { ResolvedConfig } from "./resolved-config.ts";

const FOLDER = new URL("../../recipes/", import.meta.url);
const NAMES = RECIPES.map(({ name }) => name);

describe("recipes", () => {
  test("are the documents in the folder, and the README knows each", async () => {
    const files = (await readdir(FOLDER)).filter((file) => file.endsWith(".json"));
    expect(files.toSorted()).toEqual(NAMES.map((name) => `${name}.json`).toSorted());
    const readme = await readFile(new URL("README.md", FOLDER), "utf8");
    for (const name of NAMES) expect(readme).toContain(`\`${name}\``);
  });

  test.for(RECIPES)("$name is the document of its name, and names the schema", async (recipe) => {
    const { name, config } = recipe;
    const file = new URL(`${name}.json`, FOLDER);
    expect(config).toEqual(JSON.parse(await readFile(file, "utf8")));
    expect(existsSync(new URL(String(config.$schema), file))).toBe(true);
    expect(await readConfig(fileURLToPath(file), {})).toEqual(await readConfig(name, {}));
  });

  test.for(NAMES)("%s can be trained, also with another seed", async (name) => {
    const given = {
      seed: 1,
      ...(name.includes("moco-v1") || name.includes("moco-v2") ? { queue: 9 } : {}),
    };
    const config = { ...(await readConfig(name, given)), backbone: "resnet8-w1" };
    const backbone = buildBackbone(config);
    const method = buildMethod(config, backbone);
    expect(method.trained.length).toBeGreaterThan(backbone.parameters.length);
    expect(buildOptimizer(config).name).toBe(config.optimizer.name);
    expect(buildViews(config)).toMatchObject({ count: 2, height: config.size });
  });
});

describe("for ImageNet", () => {
  const IMAGENET = NAMES.filter((name) => name.startsWith("imagenet-"));

  test.for(IMAGENET)("%s has the network, the heads and the views of its method", async (name) => {
    const config = await readConfig(name, {});
    const { method, backbone, size, ...rest } = config;
    const version = "mocoVersion" in rest && { mocoVersion: rest.mocoVersion };
    const papers = resolveConfig(pretrainConfig.parse({ method, ...version, backbone, size }));
    const settings = ({ stem, normalize, projector, views }: ResolvedConfig) => ({
      ...{ stem, normalize, projector },
      views: JSON.parse(JSON.stringify(views).replaceAll(/"definition":"\w+"/g, '"definition":""')),
    });
    expect(settings(config)).toEqual(settings(papers));
    if ("predictor" in config) expect(config).toMatchObject({ predictor: { hidden: 4096 } });
  });

  /** Rates after these epochs, as the papers' formulas give them. */
  test.for([
    ["imagenet-byol", [0, 5, 10, 505], [0, 1.6, 3.2, 1.6]], // 0.2 · 4096 / 256, half a cosine to 1000
    ["imagenet-simclr", [0, 5, 10, 505], [0, 2.4, 4.8, 2.4]], // 0.3 · 4096 / 256
    ["imagenet-simclr-v2", [0, 20, 40, 420], [0, 3.2, 6.4, 3.2]], // 0.1 · √4096
    ["imagenet-moco-v1", [0, 119, 120, 159, 160], [0.03, 0.03, 0.003, 0.003, 0.0003]],
    ["imagenet-moco-v2", [0, 50, 100, 200], [0.03, 0.03 * (0.5 + Math.SQRT1_2 / 2), 0.015, 0]],
    ["imagenet-moco-v3", [0, 5, 10, 505], [0, 2.4, 4.8, 2.4]], // 0.3 · 4096 / 256
  ] as const)("%s has the learning rate of its paper", async ([name, epochs, rates]) => {
    const config = await readConfig(name, {});
    const rate = buildLearningRate(config);
    const stepsPerEpoch = 10;
    const totalSteps = config.epochs * stepsPerEpoch;
    const found = epochs.map((epoch) =>
      rate({ step: epoch * stepsPerEpoch, totalSteps, stepsPerEpoch }),
    );
    for (const [i, expected] of rates.entries()) expect(found[i]).toBeCloseTo(expected, 10);
  });
});
