import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { loadCheckpoint, readRun } from "@unlabeled/train";
import { beforeAll, expect, test } from "vitest";
import { inFolder } from "../fixtures/cli.ts";
import { writeLabeled, writePictures, writeText } from "../fixtures/pictures.ts";
import { onCpu as run } from "../fixtures/stages.ts";

inFolder();
beforeAll(async () => {
  await writeLabeled("labeled");
  await writePictures("test/blue", 3, [20, 20, 170]);
  await writePictures("test/red", 3, [170, 20, 20]);
  await writePictures("photos/warm", 8, [160, 60, 60]);
  await writePictures("photos/cold", 6, [60, 60, 160]);
  await writeText("photos/broken.png", "no picture");
});

const ROUNDS = [
  ...["noisy-student", "labeled", "photos", "--test", "test", "--size", "8"],
  ...["--backbone", "resnet8-w2", "--students", "resnet8-w2,resnet8-w3"],
  ...["--batch-size", "4", "--ratio", "2", "--teacher-epochs", "4", "--student-epochs", "2"],
];

test("shows its plan", async () => {
  const { status, out, error } = await run(...ROUNDS, "--plan");
  expect({ status, error }).toEqual({ status: 0, error: "" });
  expect(out).toMatchInlineSnapshot(`
    "          learns from               network      epochs   a step   run
    -------   -----------------------   ----------   ------   ------   ---------   -----
    teacher   20 labels of 2 classes    resnet8-w2        4   4        teacher     to do
    round 1   the labels, 15 pictures   resnet8-w2        2   4 + 8    student-1   to do
    round 2   the labels, 15 pictures   resnet8-w3        2   4 + 8    student-2   to do
    Runs in runs/photos-noisy-student. Measured on 6 pictures: test.
    "
  `);
  expect(existsSync("runs")).toBe(false);
});

test("does the rounds, their figures beside each other, and each training only once", async () => {
  const { status, out, error } = await run(...ROUNDS, "--run", "rounds");
  expect({ status, error }).toEqual({ status: 0, error: "" });
  const table = out.slice(out.lastIndexOf("teacher "));
  expect(table.replaceAll(/\d+\.\d%/g, "X")).toMatchInlineSnapshot(`
    "teacher                X
    student of round 1      X
    student of round 2      X

    Measured on 6 pictures: test.
    "
  `);
  expect(out).toContain("Labels of 15 pictures. To look at, and reject wrong ones: rounds/pseudo");
  expect(await readFile("rounds/pseudo-labels-1/unreadable.txt", "utf8")).toContain("broken.png");
  const configOf = async (name: string) => (await readRun(`rounds/${name}`)).record.config;
  expect(await configOf("teacher")).toMatchObject({ learningRate: { base: 0.2 } });
  expect(await configOf("student-1")).toMatchObject({
    learningRate: { base: 0.8 },
  });
  const again = await run(...ROUNDS, "--run", "rounds");
  expect(again.out).not.toMatch(/epoch \d/);
  expect(again.out.slice(again.out.lastIndexOf("teacher "))).toBe(table);
  const other = await run(...ROUNDS, "--run", "rounds", "--dropout", "0.1");
  expect(other.error).toContain("settings must be those that rounds/teacher began with; got");
  const seen = await run(
    ...["eval", "knn", "rounds/student-2", "labeled", "--test", "test", "-k", "3"],
  );
  expect({ status: seen.status, error: seen.error }).toEqual({ status: 0, error: "" });
});

test("a label that was rejected is not learned again, in the next round neither", async () => {
  const words = [...ROUNDS.slice(0, -8), "--run", "rejecting"];
  const begin = ["--batch-size", "2", "--ratio", "2", "--teacher-epochs", "1"];
  const short = [...begin, "--student-epochs", "1", "--min-confidence", "0.01", "--select", "all"];
  const one = ["--students", "resnet8-w2"];
  const first = await run(...words, ...short, ...one);
  expect(first.error).toBe("");
  // labels whose page is missing were stopped before it
  await rm("rejecting/student-1", { recursive: true });
  await rm("rejecting/pseudo-labels-1/index.html");
  const again = await run(...words, ...short, ...one);
  expect(again.out).toMatch(/Labels of \d+ pictures\. To look at, .*index\.html/);
  await writeText("rejecting/pseudo-labels-1/rejected.txt", "warm/0.png\ncold/1.png\n");
  // a finished round stays as it was; another one begins from here
  const two = await run(...words, ...short, "--students", "resnet8-w2,resnet8-w2");
  expect(two.error).toBe("");
  expect(two.out).toMatch(/Left out as rejected: [12] pictures?\./);
  await writeText("rejecting/pseudo-labels-2/rejected.txt", "warm/99.png\n");
  const three = await run(...words, ...short, "--students", "resnet8-w2,resnet8-w2,resnet8-w2");
  expect(three.error).toContain("warm/99.png");
});

test("fits the last student to a larger size, with all but its last stage as it was", async () => {
  const { status, out, error } = await run(...ROUNDS, "--run", "rounds", "--final-size", "12");
  expect({ status, error }).toEqual({ status: 0, error: "" });
  expect(out).toContain("4 of 4: the last student at 12 pixels (rounds/final-12)");
  expect(out).toMatch(/^at 12 pixels +\d+\.\d%$/m);
  const [student, final] = await Promise.all(
    ["rounds/student-2", "rounds/final-12"].map((folder) => loadCheckpoint(folder)),
  );
  const [before, after] = [
    (name: string) => student?.tensors[`average/${name}`]?.values,
    (name: string) => final?.tensors[name]?.values,
  ];
  for (const same of ["stage2/block0/conv2/kernel", "stage2/block0/norm2/mean"]) {
    expect(after(`backbone/${same}`)).toEqual(before(`backbone/${same}`));
  }
  for (const moved of ["backbone/stage3/block0/conv2/kernel", "classifier/layer1/kernel"]) {
    expect(after(moved)?.length).toBe(before(moved)?.length);
    expect(after(moved)).not.toEqual(before(moved));
  }
  // what learns of it sees crops, though it did not
  const small = ["--student", "resnet8-w1", "--epochs", "1", "--run", "small"];
  expect((await run("distill", "rounds/final-12", "photos", ...small)).error).toBe("");
  const { views } = (await readRun("small")).record.config as { views: unknown };
  expect(views).toMatchObject({ smallestCrop: 0.4, magnitude: false });
});

test.for<[string, string[], string]>([
  [
    "a final size that is not larger",
    ["--final-size", "8"],
    "unlabeled: --final-size must be larger than --size, 8; got 8. Random crops make things look larger than they are in whole pictures.\n",
  ],
  [
    "a threshold that keeps nothing",
    ["--min-confidence", "1", "--run", "sure"],
    "unlabeled: --min-confidence must leave pictures to learn from; got 1 for UNLABELED, of which the teacher is ",
  ],
  [
    "students for other rounds",
    ["--rounds", "3"],
    "unlabeled: --students must name a network for each of 3 rounds; got 2.\n",
  ],
  [
    "copies where there are none",
    ["--select", "all", "--per-class", "3"],
    "unlabeled: --per-class must be left out with --select all, which copies nothing.\n",
  ],
  [
    "thresholds between bins",
    ["--min-confidence", "0.305"],
    "unlabeled: --min-confidence must be in hundredths where --select is balanced; got 0.305.\n",
  ],
  [
    "too few pictures for a step",
    ["--ratio", "5"],
    "unlabeled: --ratio times --batch-size must be at most the number of pictures without labels, 15 in photos; got 5 times 4. Make one smaller, or bring more pictures.\n",
  ],
  [
    "too few labels for a step",
    ["--batch-size", "32"],
    "unlabeled: --batch-size must be at most the number of labelled pictures, 20; got 32. Make it smaller, or bring more pictures.\n",
  ],
])("refuses %s", async ([, words, message]) => {
  const { status, error } = await run(...ROUNDS, ...words);
  expect(status).toBe(1);
  expect(error.startsWith(message) ? message : error).toBe(message);
});
