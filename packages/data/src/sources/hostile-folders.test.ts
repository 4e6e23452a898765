import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { pass, reasons } from "../../fixtures/hostile.ts";
import { folder, keys, png } from "../../fixtures/pictures.ts";
import { imageFolder } from "./listing/image-folder.ts";

const good = await png([200, 100, 50]);

/** A path below a folder whose last part is these bytes. */
function bytePath(root: string, ...bytes: (string | number[])[]): Buffer {
  const parts = bytes.map((part) => Buffer.from(part as number[]));
  return Buffer.concat([Buffer.from(`${root}/`), ...parts]);
}

test("names are bytes: line breaks, quotes, spaces, UTF-8 and what is none", async () => {
  const root = folder({
    "a\nb.png": good,
    "a b'\".png": good,
    "\u{1f600} é e\u0301.png": good,
    "\\xff.png": good,
  });
  writeFileSync(bytePath(root, [0xff], ".png"), good);
  writeFileSync(bytePath(root, "Pr", [0xfc], "fung \u00e9.png"), good); // Latin-1 and UTF-8 in one
  mkdirSync(bytePath(root, [0xed, 0xa0, 0x80])); // half of a surrogate pair
  writeFileSync(bytePath(root, [0xed, 0xa0, 0x80], "/x.png"), good);
  const source = await imageFolder(root);
  expect(keys(source)).toEqual([
    "Pr\\xfcfung é.png",
    "\\xff.png",
    "a\nb.png",
    "a b'\".png",
    "\\xed\\xa0\\x80/x.png",
    "\u{1f600} é e\u0301.png",
    "\\xff.png",
  ]);
  for (const workers of [0, 1]) {
    const { shown, skipped } = await pass(source, {
      workers,
      workerUrl: new URL("../../.test/built/worker.js", import.meta.url),
    });
    expect(skipped).toEqual([]);
    expect(shown.size).toBe(6); // two of seven look the same to people
  }
});

test("labels may be folders whose names are no UTF-8; their order is that of the bytes", async () => {
  const root = folder({ "a/1.png": good, "a-b/1.png": good, "\u{1f600}/1.png": good });
  mkdirSync(bytePath(root, [0xff]));
  writeFileSync(bytePath(root, [0xff], "/1.png"), good);
  const source = await imageFolder(root, { labels: true });
  expect(source.classes).toEqual(["a", "a-b", "\u{1f600}", "\\xff"]);
  expect(keys(source)).toEqual(["a-b/1.png", "a/1.png", "\u{1f600}/1.png", "\\xff/1.png"]);
  expect(source.labels).toEqual(Int32Array.of(1, 0, 2, 3));
});

test("skips links to nothing and to themselves, and says so", async () => {
  const root = folder({ "good.png": good });
  symlinkSync(join(root, "nowhere"), join(root, "a.png"));
  symlinkSync("b.png", join(root, "b.png"));
  symlinkSync("d.png", join(root, "c.png"));
  symlinkSync("c.png", join(root, "d.png"));
  const { shown, skipped } = await pass(await imageFolder(root));
  expect([...shown.keys()]).toEqual(["good.png"]);
  expect(reasons(skipped).map((line) => line.replace(/,.*/, ""))).toEqual([
    "a.png: ENOENT: no such file or directory",
    "b.png: ELOOP: too many symbolic links encountered",
    "c.png: ELOOP: too many symbolic links encountered",
    "d.png: ELOOP: too many symbolic links encountered",
  ]);
});

test("does not wait for pipes, read devices or enter files", async () => {
  const root = folder({ "good.png": good });
  execFileSync("sh", ["-c", "mkfifo pipe.png"], { cwd: root });
  symlinkSync("pipe.png", join(root, "to-pipe.png"));
  symlinkSync("/dev/zero", join(root, "zero.png"));
  mkdirSync(join(root, "folder.png"));
  const source = await imageFolder(root);
  expect(keys(source)).toEqual(["good.png"]);
});

/** Does something as a user without privileges, also where the tests run as root. */
async function unprivileged<T>(run: () => Promise<T>): Promise<T> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65534);
  try {
    return await run();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

test("skips a file without permission", async () => {
  const root = folder({ "good.png": good, "locked.png": good });
  chmodSync(root, 0o755);
  chmodSync(join(root, "locked.png"), 0o000);
  const source = await imageFolder(root);
  await source.read(0); // loads the decoder, as oneself
  const { shown, skipped } = await unprivileged(() => pass(source));
  expect([...shown.keys()]).toEqual(["good.png"]);
  expect(reasons(skipped)).toEqual([
    `locked.png: EACCES: permission denied, open '${root}/locked.png'`,
  ]);
});

test("says which folder cannot be listed", async () => {
  const root = folder({ "good.png": good, "locked/x.png": good });
  chmodSync(root, 0o755);
  chmodSync(join(root, "locked"), 0o000);
  const error = await unprivileged(() => imageFolder(root).catch(String));
  expect(String(error).replaceAll(root, "ROOT")).toMatchInlineSnapshot(
    `"RangeError: imageFolder: every folder must be one that can be listed; got "ROOT/locked": EACCES: permission denied. Make it readable, or move it away."`,
  );
});

test("follows links that cross, each way once", async () => {
  const root = folder({ "a/x.png": good, "b/y.png": good });
  symlinkSync("../b", join(root, "a", "to-b"));
  symlinkSync("../a", join(root, "b", "to-a"));
  expect(keys(await imageFolder(root))).toEqual([
    "a/to-b/y.png",
    "a/x.png",
    "b/to-a/x.png",
    "b/y.png",
  ]);
});

test("refuses a tangle of links at once, instead of walking its 10^9 paths", async () => {
  const root = folder({ "0/x.png": good });
  for (let i = 0; i < 12; i++) {
    mkdirSync(join(root, String(i)), { recursive: true });
    for (let j = 0; j < 12; j++) {
      if (i !== j) symlinkSync(`../${j}`, join(root, String(i), `to-${j}`));
    }
  }
  const error = await imageFolder(root).catch(String);
  expect(String(error).replaceAll(root, "ROOT")).toMatch(
    /^RangeError: imageFolder: links must not lead to one folder in more than 100 ways; got that for "ROOT\/\d+"\. Remove the links that lead in circles\.$/,
  );
});

test("finds pictures 500 folders down", async () => {
  const below = "d/".repeat(500);
  const source = await imageFolder(folder({ [`${below}x.png`]: good }));
  expect(keys(source)).toEqual([`${below}x.png`]);
  expect((await pass(source)).skipped).toEqual([]);
});

test("says which folder lies so deep that the system has no path for it", async () => {
  const root = folder({ "good.png": good });
  onTestFinished(() => void execFileSync("rm", ["-rf", root])); // Node's rm has paths of its own
  const deepen = `const part = "d".repeat(200);
    for (let i = 0; i < 25; i++) { require("fs").mkdirSync(part); process.chdir(part); }`;
  execFileSync(process.execPath, ["-e", deepen], { cwd: root });
  const error = await imageFolder(root).catch(String);
  expect(String(error)).toMatch(
    /^RangeError: imageFolder: every folder must be one that can be listed; got ".*": ENAMETOOLONG: name too long\. Make it readable, or move it away\.$/,
  );
});
