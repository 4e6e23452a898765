import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { writeIdx, writeText } from "../fixtures/pictures.ts";
import { onCpu as run, withPretrained } from "../fixtures/stages.ts";

withPretrained();

const CHAIN = [
  ...["simclr-v2", "labeled", "photos", "--test", "test", "--config", "v2.yaml"],
  ...["--self-distill", "--student", "resnet8-w1"],
  ...["--finetune-epochs", "2", "--distill-epochs", "2"],
];

test("shows its plan", async () => {
  const { status, out } = await run(...CHAIN, "--plan");
  expect(status).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "stage        learns from              network               epochs   steps   run
    ----------   ----------------------   -------------------   ------   -----   ------------------   -----
    1 pretrain   12 pictures              resnet8-w2                 1       3   pretrain             to do
    2 finetune   20 labels of 2 classes   resnet8-w2, layer 1        2       2   finetune             to do
    3 distill    12 pictures              resnet8-w2                 2       2   self-distill         to do
    4 distill    12 pictures              resnet8-w1                 2       2   distill-resnet8-w1   to do
    Runs in runs/photos-simclr-v2. Measured on 6 pictures: test.
    "
  `);
  expect(existsSync("runs/photos-simclr-v2")).toBe(false);
});

test("does the stages, their figures beside each other, and each only once", async () => {
  const { status, out, error } = await run(...CHAIN, "--run", "chain");
  expect({ status, error }).toEqual({ status: 0, error: "" });
  const table = out.slice(out.lastIndexOf("pretrained, a linear"));
  expect(table.replaceAll(/\d+\.\d%/g, "X")).toMatchInlineSnapshot(`
    "pretrained, a linear classifier on it     X
    fine-tuned                                 X
    distilled into resnet8-w2                  X
    distilled into resnet8-w1                  X

    Measured on 6 pictures: test.
    "
  `);
  const again = await run(...CHAIN, "--run", "chain");
  expect(again.out).not.toContain("epoch 1");
  expect(again.out.slice(again.out.lastIndexOf("pretrained, a linear"))).toBe(table);
  const other = await run(...CHAIN, "--run", "chain", "--distill-epochs", "3");
  expect(other.error).toContain(
    "settings must be those that chain/self-distill began with; got epochs 3 instead of 2, ",
  );
});

test("takes numbered classes, and pictures that lie in both places", async () => {
  await writeIdx("idx", "train", 60, 8);
  const file = "idx/train-images-idx3-ubyte.gz";
  const { status, out, error } = await run(
    ...["simclr-v2", file, file, "--config", "v2.yaml", "--run", "numbers"],
    ...["--finetune-epochs", "1", "--distill-epochs", "1", "--from-layer", "0"],
  );
  expect({ status, error }).toEqual({ status: 0, error: "" });
  expect(out).toContain("2 finetune   50 labels of 10 classes   resnet8-w2");
  expect(out).toContain(
    "10 test pictures of 10 are among those of idx/train-images-idx3-ubyte.gz: the student sees them, without labels.",
  );
  expect(out).toMatch(/ +accuracy +top 5$/m);
});

test("refuses another method", async () => {
  await writeText("moco.yaml", "method: moco");
  const { error } = await run("simclr-v2", "labeled", "photos", "--config", "moco.yaml");
  expect(error).toBe(
    "unlabeled: --config must have the method simclr-v2 or simclr here; got moco.\n",
  );
});
