import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { inFolder } from "../fixtures/cli.ts";
import { listSkipped } from "./skipped-list.ts";

inFolder();

test("the list keeps what earlier parts of the run met, and each picture once", async () => {
  await mkdir("run");
  await listSkipped("run", []);
  expect(existsSync("run/skipped.txt")).toBe(false);
  const first = { index: 0, key: "a.png", reason: "not\n a picture" };
  const second = { index: 4, key: "b.png", reason: "cut short" };
  await listSkipped("run", [first]);
  await listSkipped("run", [second, first]);
  await listSkipped("run", [second]); // a later part
  expect(await readFile("run/skipped.txt", "utf8")).toBe(
    "a.png\tnot a picture\nb.png\tcut short\n",
  );
});
