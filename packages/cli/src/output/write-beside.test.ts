import { readdir, readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { inFolder } from "../fixtures/cli.ts";
import { writeBeside } from "./write-beside.ts";

inFolder();

test("a file is replaced when it is whole", async () => {
  await writeFile("a.csv", "old");
  await writeBeside("a.csv", async (file) => {
    await file.write("new, ");
    expect(await readFile("a.csv", "utf8")).toBe("old");
    await file.write("whole");
  });
  expect(await readFile("a.csv", "utf8")).toBe("new, whole");
});

test("a file whose writing fails stays as it was, and nothing is left beside it", async () => {
  await writeFile("b.csv", "old");
  const failing = writeBeside("b.csv", async (file) => {
    await file.write("half");
    throw new Error("no space");
  });
  await expect(failing).rejects.toThrow("no space");
  expect(await readFile("b.csv", "utf8")).toBe("old");
  expect(await readdir(".")).toEqual(["a.csv", "b.csv"]);
});
