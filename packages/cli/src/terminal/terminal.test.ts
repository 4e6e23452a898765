import { Command } from "commander";
import { expect, test, vi } from "vitest";
import { asTyped, programName, shellLine } from "./as-typed.ts";
import { count } from "./count.ts";
import { duration, progressLine } from "./progress.ts";
import { percent, textTable } from "./table.ts";

test("asTyped repeats what was given, and nothing that was not", () => {
  let line = "";
  const command = new Command("eval")
    .argument("[path]")
    .option("-k <n>", "", Number, 20)
    .option("--json")
    .option("--no-baselines")
    .option("--run <folder>")
    .option("--seed <n>", "", Number, 0)
    .action((_path, _flags, typed: Command) => {
      line = asTyped(typed, { run: "runs/a b", resume: true });
    });
  const program = new Command("unlabeled").addCommand(command);
  const words = ["eval", "it's", "-k", "3", "--no-baselines", "--run", "old"];
  program.parse(words, { from: "user" });
  expect(line).toBe(
    String.raw`unlabeled eval 'it'\''s' -k 3 --no-baselines --run 'runs/a b' --resume`,
  );
});

test.for([
  ["/usr/bin/unlabeled", "unlabeled"],
  ["/home/me/node_modules/.bin/unlabeled", "npx unlabeled"],
  ["/home/me/node_modules/@unlabeled/cli/bin/unlabeled.js", "npx unlabeled"],
  [`${process.cwd()}/bin/unlabeled.js`, "node bin/unlabeled.js"],
  ["/clone/packages/cli/dist/bin.js", "node /clone/packages/cli/dist/bin.js"],
] as const)("a program at %s is called %s", ([path, name]) => {
  expect(programName(path)).toBe(name);
});

test("without a terminal there is a line an epoch, and none by the pace of the slow first step", () => {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const progress = progressLine();
  for (let step = 1; step <= 6; step++) {
    const pace = { imagesPerSecond: step === 1 ? 1 : 200, secondsLeft: step === 1 ? 5000 : 40 };
    const standing = { step, totalSteps: 6, epoch: Math.floor((step - 1) / 3), epochs: 2 };
    progress.show({ ...standing, ...pace, loss: step, measure: { name: "spread", value: 1 } });
  }
  const lines = write.mock.calls.map(([line]) => line);
  write.mockRestore();
  expect(lines.join("")).toMatchInlineSnapshot(`
    "epoch 1/2  loss 2.000  spread 1.00  200 pictures/s  40 s left
    epoch 2/2  loss 4.000  spread 1.00  200 pictures/s  40 s left
    epoch 2/2  loss 6.000  spread 1.00  200 pictures/s  40 s left
    "
  `);
});

test("words are quoted for the shell where they must be", () => {
  expect(shellLine(["a/b.c", "x y", "$HOME", "é"])).toBe("unlabeled a/b.c 'x y' '$HOME' 'é'");
});

test.for([
  [1, "1 picture"],
  [0, "0 pictures"],
  [12408, "12,408 pictures"],
] as const)("count(%d) is %s", ([number, words]) => {
  expect(count(number, "picture")).toBe(words);
});

test.for([
  [42.4, "42 s"],
  [660, "11 min"],
  [12600, "3.5 h"],
  [Number.POSITIVE_INFINITY, "?"],
] as const)("duration(%d) is %s", ([seconds, words]) => {
  expect(duration(seconds)).toBe(words);
});

test("textTable aligns the first column left and the others right", () => {
  expect(
    textTable([
      ["", "kNN"],
      ["pixels", percent(0.7345)],
      ["net", "100.0%"],
    ]),
  ).toBe("            kNN\n------   ------\npixels    73.5%\nnet      100.0%");
});
