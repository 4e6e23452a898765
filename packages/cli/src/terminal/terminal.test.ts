import { Command } from "commander";
import { expect, test } from "vitest";
import { asTyped, programName, shellLine } from "./as-typed.ts";
import { count } from "./count.ts";
import { duration } from "./progress.ts";
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
