import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { imageFolder, readPseudoLabels } from "@unlabeled/data";
import { beforeAll, expect, test } from "vitest";
import { unlabeled } from "../fixtures/cli.ts";
import { writePictures, writeText } from "../fixtures/pictures.ts";
import { onCpu, withPretrained } from "../fixtures/stages.ts";

withPretrained();
beforeAll(async () => {
  await onCpu(
    ...["finetune", "base", "labeled", "--test", "test", "--run", "tuned", "--epochs", "30"],
    ...["--learning-rate", "0.3"],
  );
  await writePictures("wild/a", 4, [20, 20, 180]);
  await writePictures("wild/b", 3, [180, 20, 20]);
  await writeText("wild/x.png", "no picture");
});

const label = (...words: string[]) => onCpu("pseudo-label", "tuned", "wild", ...words);

/** All files in a folder of labels. */
async function filesIn(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".parquet"));
  const entries = names.map(async (name) => [name, await readFile(join(folder, name), "latin1")]);
  return Object.fromEntries(await Promise.all(entries));
}

test("writes labels beside the run, and shows what there is of each class", async () => {
  const { status, out, error } = await label("--shard-size", "3");
  expect({ status, error }).toEqual({ status: 0, error: "" });
  expect(out).toMatch(
    /^cpu engine .* - resnet8-w2 of tuned - 8 pictures - tuned\/pseudo-labels\n3\/8 pictures {2}/,
  );
  expect(out).toMatch(/\nblue +4 +0\.\d{3} +\d+\.\d%.*\nred +3 +0\.\d{3} .*\nall +7 /);
  expect(out).toContain("\nLabels of 7 pictures: tuned/pseudo-labels/part-*.parquet\n");
  expect(out).toContain(
    "Not readable, and so without a label: 1 picture (list: tuned/pseudo-labels/unreadable.txt).",
  );
  expect(await readFile("tuned/pseudo-labels/unreadable.txt", "utf8")).toBe("x.png\n");
  const { labels, names, size, teacher } = await readPseudoLabels(
    "tuned/pseudo-labels",
    await imageFolder("wild"),
  );
  expect([[...labels], names, size]).toEqual([[0, 0, 0, 0, 1, 1, 1, 0], ["blue", "red"], 8]);
  const { id } = JSON.parse(await readFile("tuned/run.json", "utf8"));
  expect(teacher).toBe(`${id}/30`);
});

test("several processes make what one makes, and the last shows it", async () => {
  await label("--shard-size", "3", "-o", "whole");
  const parts = ["--shard-size", "3", "-o", "parts", "--shard"];
  const first = await label(...parts, "1/2");
  expect(first.out).toContain(
    "2 files of other processes are not there yet. When all are, this command shows what they say.",
  );
  expect((await label(...parts, "0/2")).out).toMatch(/\nall +7 /);
  expect(await filesIn("parts")).toEqual(await filesIn("whole"));
  expect((await label(...parts, "1/2")).out).not.toContain("pictures/s"); // nothing was left
});

test("--page shows the pictures of each class, less those that are rejected", async () => {
  const words = ["-o", "looked"];
  const { out } = await label(...words);
  expect(out).toContain(
    "To look at some, and reject wrong ones:  unlabeled pseudo-label tuned wild --output looked --engine cpu --page\n",
  );
  expect((await label(...words, "--page")).out).toContain("To look at: looked/index.html\n");
  const page = await readFile("looked/index.html", "utf8");
  expect(page).toContain("<title>Pseudo-labels of wild</title>");
  expect(page.match(/<img /g)?.length).toBe(7);
  expect(page).toMatch(/<h2>blue <span class="quiet">4 pictures/);
  await writeText("looked/rejected.txt", "a/1.png\n");
  const again = await label(...words, "--page");
  expect(again.out).toContain("Rejected, and not counted above: 1 picture (looked/rejected.txt).");
  const less = await readFile("looked/index.html", "utf8");
  expect(less.match(/<img /g)?.length).toBe(6);
  expect(less).toContain('const before = ["a/1.png"];');
});

test.for([
  [["base", "wild"], /^unlabeled: RUN must be a folder that unlabeled finetune/],
  [
    ["tuned", "wild", "--shard", "2/2"],
    /'--shard <i\/n>' argument '2\/2' is invalid\. It must be I\/N with I in \[0, N\), such as 0\/4\./,
  ],
  [
    ["tuned", "wild", "--shard-size", "300"],
    /^unlabeled: --shard-size must be a multiple of 250, or at most that/,
  ],
  [
    ["tuned", "wild", "--round", "2", "--shard-size", "3"],
    /^unlabeled: --output must hold only pseudo-labels with --round 2; got --round 1 in "tuned\/pseudo-labels\/part-00000-of-00003\.parquet"\. Remove those/,
  ],
  [
    ["tuned", "wild", "--shard-size", "4"],
    /^unlabeled: --output must hold only pseudo-labels with --shard-size 4; got --shard-size 3 in/,
  ],
  [
    ["tuned", "wild", "-o", "v2.yaml"],
    /^unlabeled: --output must be a folder; got v2\.yaml, where .* is a file\. Name another place\.\n$/,
  ],
  [["tuned", "nowhere"], /^unlabeled: path must be an existing file or folder/],
] as const)("says in one line what is wrong with %j", async ([words, message]) => {
  const { status, error } = await onCpu("pseudo-label", ...words);
  expect([status, error.trim().split("\n").length]).toEqual([1, 1]);
  expect(error).toMatch(message);
});

test("--help shows usage and examples", async () => {
  const { status, out } = await unlabeled("pseudo-label", "--help");
  expect(status).toBe(0);
  const examples = out.split("Examples:\n")[1]?.split("\n") ?? [];
  expect(examples.length).toBeGreaterThan(2);
  expect(Math.max(...examples.map((line) => line.length))).toBeLessThanOrEqual(80);
});
