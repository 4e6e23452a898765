import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pretrainJsonSchema } from "./pretrain-config.ts";
import { readConfig } from "./read-config.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabeled-config-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

test("without file and flags there are the defaults", async () => {
  const config = await readConfig(undefined, {});
  expect(config).toMatchObject({ method: "byol", backbone: "resnet18", batchSize: 256, seed: 0 });
});

test("flags win over the file, one level down too", async () => {
  const yaml = "method: simclr\nepochs: 3\nlearningRate:\n  base: 0.1\n  warmupEpochs: 2\n";
  const config = await readConfig(await file("a.yaml", yaml), {
    epochs: 5,
    size: undefined,
    learningRate: { base: 0.2 },
  });
  expect(config).toMatchObject({
    method: "simclr",
    epochs: 5,
    size: 64,
    learningRate: { base: 0.2, warmupEpochs: 2 },
  });
});

test("a file's data path is relative to the file", async () => {
  const config = await readConfig(await file("a.json", '{"data": "pictures"}'), {});
  expect(config.data).toBe(join(folder, "pictures"));
});

test.for([
  ["an unknown name", "metod: byol", /^metod in .*a\.yaml must be a name that is known/],
  ["a wrong value", "epochs: -1", /^epochs in .*a\.yaml must be greater than 0; got -1\.$/],
  ["a wrong backbone", "backbone: vgg", /^backbone in .*a\.yaml must be resnet8, .*; got "vgg"\.$/],
  ["something else than names", "- 1", /--config must hold names and values/],
  ["no YAML", "a: [", /must be JSON or YAML/],
] as const)("refuses %s in one line that names it", async ([, yaml, message]) => {
  const path = await file("a.yaml", yaml);
  await expect(readConfig(path, {})).rejects.toThrow(message);
});

test("refuses a file that is not there", async () => {
  const path = join(folder, "none.yaml");
  await expect(readConfig(path, {})).rejects.toThrow(
    `--config must be a file that can be read; got ${path}.`,
  );
});

test("the JSON Schema knows every name and demands none", () => {
  const schema = pretrainJsonSchema() as { properties: object; required?: string[] };
  expect(Object.keys(schema.properties)).toContain("learningRate");
  expect(schema.required ?? []).toEqual([]);
});

test("a resumed run's configuration stands under file and flags", async () => {
  const path = await file("a.yaml", "epochs: 3\n");
  const config = await readConfig(path, { seed: 2 }, { epochs: 9, seed: 1, size: 32 });
  expect(config).toMatchObject({ epochs: 3, seed: 2, size: 32 });
});

test("the README's example is a configuration", async () => {
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const yaml = /```yaml\n(.*?)```/s.exec(readme)?.[1] ?? "";
  const config = await readConfig(await file("byol.yaml", yaml), {});
  expect(config).toMatchObject({ data: join(folder, "photos"), views: { solarize: false } });
});
