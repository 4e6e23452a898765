import { existsSync } from "node:fs";
import { appendFile, copyFile, readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { loadCheckpoint, readRun } from "@unlabeled/train";
import { beforeAll, expect, test } from "vitest";
import { unlabeled } from "../fixtures/cli.ts";
import { writeLabeled, writePictures } from "../fixtures/pictures.ts";
import { onCpu as run, withPretrained } from "../fixtures/stages.ts";

withPretrained();

beforeAll(async () => {
  await run("finetune", "base", "labeled", "--test", "test", "--run", "teacher", "--epochs", "2");
});
const distill = (...words: string[]) =>
  run("distill", "teacher", "photos", "--epochs", "2", ...words);

test("teaches a smaller network, and shows its figure beside the teacher's", async () => {
  const { status, out, error } = await distill("--student", "resnet8-w1", "--run", "small");
  expect({ status, error }).toEqual({ status: 0, error: "" });
  expect(out).toMatch(
    / - resnet8-w2 into resnet8-w1 - 12 pictures - small\nepoch 1\/2 .*agreement/,
  );
  expect(out).toMatch(
    /\nteacher +\d+\.\d%\ndistilled +\d+\.\d%\nMeasured on 6 pictures: test\.\n$/,
  );
  const { record } = await readRun("small");
  expect(record.config).toMatchObject({
    ...{ stage: "distill", temperature: 1, alpha: false, fraction: 1 },
    network: { backbone: "resnet8-w1" },
  });
  expect((await run("eval", "knn", "small", "labeled")).status).toBe(0);
  expect((await unlabeled("runs", "small")).out).toMatch(/distill +resnet8-w1 +12 /);
});

test("or its own backbone, and that further ones", async () => {
  await distill("--temperature", "0.1", "--run", "self");
  const { config } = (await readRun("self")).record;
  expect(config).toMatchObject({ temperature: 0.1, learningRate: { base: 0.04 } }); // times the temperature
  const { status, out } = await run(
    ...["distill", "self", "photos", "--student", "resnet8-w3", "--epochs", "1", "--run", "large"],
  );
  expect(status).toBe(0);
  expect(out).toMatch(
    /^The student, resnet8-w3, has [\d,]+ weights, more than its teacher, resnet8-w2, which has [\d,]+ weights: that is not what distillation is for\.\n/,
  );
});

test("with the backbone of another run to begin with, and goes on so", async () => {
  const still = ["--learning-rate", "1e-30", "--weight-decay", "0", "--warmup-epochs", "0"];
  const { error } = await distill("--init", "base", ...still, "--run", "begun");
  expect(error).toBe("");
  const weightsOf = async (run: string) => {
    const { tensors } = await loadCheckpoint(run);
    return tensors["backbone/stage2/block0/conv1/kernel"]?.values;
  };
  expect(await weightsOf("begun")).toEqual(await weightsOf("base"));
  const { id, config } = (await readRun("begun")).record;
  const its = `${(await readRun("base")).record.id}/3`;
  expect(config).toMatchObject({ init: resolve("base"), initWeights: its });
  const again = await run("distill", "teacher", "photos", "--run", "begun", "--resume");
  expect(again.out).toContain("begun was finished before");
  const other = ["distill", "teacher", "photos", "--run", "begun", "--resume", "--init", "begun"];
  expect((await run(...other)).error).toBe(
    `unlabeled: settings must be those that begun began with; got initWeights "${id}/2" instead of "${its}". Leave those out, or start a new run in another folder.\n`,
  );
});

test("with labels beside", async () => {
  const { status } = await distill("--alpha", "0.5", "--run", "beside");
  expect(status).toBe(0);
  const { record, reports } = await readRun("beside");
  expect(record.method.settings).toMatchObject({ alpha: 0.5 });
  expect(reports[0]?.measures).toHaveProperty("accuracy");
});

test("by logits that are stored once, and by no others", async () => {
  const student = ["--student", "resnet8-w1"];
  await distill(...student, "--logits", "l.safetensors", "--run", "stored");
  const bytes = await readFile("l.safetensors");
  await distill(...student, "--logits", "l.safetensors", "--seed", "1", "--run", "stored1");
  expect(await readFile("l.safetensors")).toEqual(bytes);
  const other = await run(
    ...["distill", "teacher", "labeled", "--logits", "l.safetensors", "--run", "no"],
  );
  expect(other.error).toBe(
    "unlabeled: --logits must be a file with logits of these pictures; got l.safetensors, which has others. Name another file; it is made.\n",
  );
  await run("finetune", "base", "labeled", "--test", "test", "--run", "t2", "--epochs", "1");
  const teacher = await run("distill", "t2", "photos", "--logits", "l.safetensors", "--run", "no");
  expect(teacher.error).toContain("logits of this teacher; got l.safetensors");
  await copyFile("l.safetensors", "bad.safetensors");
  await appendFile("bad.safetensors", "x");
  const bad = await distill("--logits", "bad.safetensors", "--run", "no");
  expect(bad.error).toContain("--logits must be a file that was made by it; got bad.safetensors");
  expect(existsSync("no")).toBe(false);
});

test("says where the student sees test pictures", async () => {
  const { out } = await run(
    ...["distill", "teacher", "test", "--epochs", "1", "--batch-size", "6", "--run", "seen"],
  );
  expect(out).toMatch(
    /^6 test pictures of 6 are among those of test: the student sees them, without labels\.\n/,
  );
});

test.for([
  [
    ["distill", "base", "photos"],
    "RUN must be a folder that unlabeled finetune, distill or noisy-student made; got base, another kind of run.",
  ],
  [
    ["distill", "teacher", "photos", "--batch-size", "13"],
    "--batch-size must be at most the number of pictures, 12 in photos; got 13. Make it smaller, or bring more pictures.",
  ],
  [
    ["distill", "teacher", "photos", "--test", "three"],
    "--test must have the classes that RUN tells apart, blue, red; got blue, green, red.",
  ],
  [
    ["distill", "teacher", "photos", "--alpha", "0.5", "--logits", "x.safetensors"],
    "--logits must be left out with --alpha: labels beside need the teacher itself.",
  ],
  [
    ["distill", "teacher", "photos", "--logits", "x.npy"],
    "--logits must end in .safetensors; got x.npy.",
  ],
  [
    ["distill", "teacher", "photos", "--init", "photos"],
    "--init must be a folder that unlabeled pretrain, finetune, distill or noisy-student made; got photos, which has no run.json.",
  ],
  [
    ["distill", "teacher", "photos", "--init", "base", "--student", "resnet8-w1"],
    /--init must be a run with the student's network, resnet8-w1 \(stem small, grid 1, normalize none\); got .*base, with resnet8-w2 \(stem small, grid 1, normalize none\)\. Name that backbone with --student, or another run\./,
  ],
  [
    ["distill", "teacher", "photos", "--student", "vit"],
    /argument 'vit' is invalid. It must be resnet8, 10, 18/,
  ],
] as const)("says what is wrong with %j", async ([words, message]) => {
  await writeLabeled("three");
  await writePictures("three/green", 2, [20, 190, 20]);
  const { status, out, error } = await run(...words);
  expect({ status, out }).toEqual({ status: 1, out: "" });
  if (typeof message === "string") expect(error).toBe(`unlabeled: ${message}\n`);
  else expect(error).toMatch(message);
});
