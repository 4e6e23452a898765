import { readdir, readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { inFolder, TINY, TINY_YAML, unlabeled } from "../fixtures/cli.ts";
import { writeLabeled, writeText } from "../fixtures/pictures.ts";

inFolder();
beforeAll(async () => {
  await writeLabeled("photos");
  await writeText("tiny.yaml", TINY_YAML);
  await writeText("v1.yaml", TINY_YAML.replace("hidden: 8, ", ""));
  await writeText("data.yaml", "data: photos\nsize: 8\n");
});

async function printed(...words: readonly string[]): Promise<Record<string, unknown>> {
  const { status, out, error } = await unlabeled("pretrain", ...words, "--print-config");
  expect({ status, error }).toEqual({ status: 0, error: "" });
  return JSON.parse(out);
}

const PRINTED = `{
  "data": "HERE/photos",
  "method": "moco",
  "mocoVersion": 2,
  "projector": {
    "outputs": 128
  },
  "temperature": 0.2,
  "emaMomentum": 0.99,
  "queue": 4096,
  "symmetric": false,
  "normGroups": 8,
  "backbone": "resnet18",
  "stem": "small",
  "grid": 1,
  "zeroInitResidual": false,
  "normalize": "imagenet",
  "size": 32,
  "epochs": 100,
  "batchSize": 256,
  "chunk": false,
  "seed": 7,
  "views": {
    "cropArea": [0.08, 1],
    "cropAspect": [0.75, 1.3333333333333333],
    "cropSampler": "torchvision",
    "interpolation": "bilinear",
    "flip": 0.5,
    "jitter": {
      "probability": 0.8,
      "brightness": 0.4,
      "contrast": 0.4,
      "saturation": 0.4,
      "hue": 0.1,
      "definition": "torchvision"
    },
    "greyscale": 0.2,
    "greyscaleFirst": false,
    "blur": false,
    "solarize": false
  },
  "optimizer": {
    "name": "sgd",
    "momentum": 0.9,
    "nesterov": false,
    "weightDecay": 0.0005,
    "decays": "kernels"
  },
  "learningRate": {
    "base": 0.06,
    "scaling": "linear",
    "warmupEpochs": 10,
    "schedule": "cosine"
  },
  "clipNorm": false,
  "checkpointEverySeconds": 120,
  "checkpointEverySteps": false,
  "keep": 3,
  "logs": [],
  "guard": "stop",
  "probe": false
}
`;

describe("unlabeled pretrain --print-config", () => {
  test("prints every default, and does nothing else", async () => {
    const before = await readdir(".");
    const words = ["pretrain", "photos", "--method", "moco", "--size", "32", "--seed", "7"];
    const { out } = await unlabeled(...words, "--print-config");
    expect(out.replace(process.cwd(), "HERE")).toBe(PRINTED);
    expect(await readdir(".")).toEqual(before);
  });

  test("takes pictures from a file, and needs none", async () => {
    expect(await printed("--config", "data.yaml")).toMatchObject({
      data: `${process.cwd()}/photos`,
      size: 8,
    });
    expect(await printed()).not.toHaveProperty("data");
  });

  test("complains as training does", async () => {
    expect(await unlabeled("pretrain", "--method", "biol", "--print-config")).toEqual({
      status: 1,
      out: "",
      error:
        'unlabeled: --method must be byol, simclr, simclr-v2 or moco; got "biol". Did you mean byol?\n',
    });
  });

  test.for([
    ["byol", ["--config", "tiny.yaml", "--ema-momentum", "0.9"]],
    ["simclr", ["--config", "tiny.yaml", "--method", "simclr", "--optimizer", "lars"]],
    [
      "moco-v1",
      ["--config", "v1.yaml", "--moco-version", "1", "--queue", "8", "--norm-groups", "2"],
    ],
    [
      "moco-v2",
      ["--config", "v1.yaml", "--queue", "8", "--symmetric", "--chunk", "2", "--guard", "off"],
    ],
    ["moco-v3", ["--config", "tiny.yaml", "--moco-version", "3", "--log", "csv"]],
  ] as const)("prints of %s what trains the very same run", async ([name, flags]) => {
    const method = name.startsWith("moco") ? ["--method", "moco"] : [];
    const words = ["photos", ...flags, ...method, "--epochs", "1"];
    const run = ["--engine", "cpu", "--workers", "0", "--run"];
    const first = await unlabeled("pretrain", ...words, ...run, name);
    expect(first).toMatchObject({ error: "", status: 0 });

    const config = await printed(...words);
    await writeText(`${name}.json`, JSON.stringify(config));
    expect(await printed("--config", `${name}.json`)).toEqual(config);
    await unlabeled("pretrain", "--config", `${name}.json`, ...run, `${name}-again`);
    const record = async (folder: string) => {
      const { id: _, ...rest } = JSON.parse(await readFile(`${folder}/run.json`, "utf8"));
      return rest;
    };
    expect(await record(`${name}-again`)).toEqual(await record(name));
    const losses = async (folder: string) =>
      (await readFile(`${folder}/metrics.jsonl`, "utf8"))
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).loss);
    expect(await losses(`${name}-again`)).toEqual(await losses(name));
  });

  test("prints with --resume what the run has", async () => {
    await unlabeled("pretrain", "photos", ...TINY, "--seed", "5", "--run", "own");
    const config = await printed("--run", "own", "--resume", "--keep", "9");
    expect(config).toMatchObject({ seed: 5, epochs: 1, backbone: "resnet8-w2", keep: 9 });
  });
});

test("--resume finds the run that PATH and --method name, and what it may have otherwise", async () => {
  await unlabeled("pretrain", "photos", ...TINY, "--seed", "5");
  const words = ["photos", "--resume", "--engine", "cpu", "--keep", "2", "--log", "csv"];
  const { status, out } = await unlabeled("pretrain", ...words);
  expect(status).toBe(0);
  expect(out).toContain("runs/photos-byol was finished before");
});
