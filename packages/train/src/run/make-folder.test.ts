import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeFolder } from "./make-folder.ts";

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), "make-folder-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("makes all that is missing, and is content with what is there", async () => {
  const folder = join(temporary(), "a", "b", "c");
  await makeFolder(folder);
  expect(statSync(folder).isDirectory()).toBe(true);
  await makeFolder(folder);
});

test("several at once are one", async () => {
  const folder = join(temporary(), "a", "b");
  await Promise.all([1, 2, 3].map(() => makeFolder(folder)));
  expect(statSync(folder).isDirectory()).toBe(true);
});

test("throws the system's error where a file is in the way", async () => {
  const file = join(temporary(), "file");
  writeFileSync(file, "");
  await expect(makeFolder(file)).rejects.toMatchObject({ code: "EEXIST", path: file });
  await expect(makeFolder(join(file, "a"))).rejects.toMatchObject({ code: "ENOTDIR" });
});

test.runIf(existsSync("/proc/self"))(
  "throws, and soon, where nobody can make folders",
  async () => {
    const path = "/proc/unlabeled/checkpoints";
    await expect(makeFolder(path)).rejects.toMatchObject({ code: "ENOENT" });
  },
);
