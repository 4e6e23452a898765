import {
  appendFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { ownCacheFolder } from "../../../fixtures/cache-folder.ts";
import { tarArchive, tarMember } from "../../../fixtures/make-tar.ts";
import { folder, png } from "../../../fixtures/pictures.ts";
import { openSource } from "../open-source.ts";
import type { Source } from "../source.ts";
import { tarShards } from "../tar/tar-shards.ts";
import { imageFolder } from "./image-folder.ts";

const red = await png([255, 0, 0]);
const blue = await png([0, 0, 255]);
const cache = ownCacheFolder();

/** The saved indices. */
function indices(): string[] {
  try {
    const place = join(cache(), "unlabeled", "index");
    return readdirSync(place).map((name) => join(place, name));
  } catch {
    return [];
  }
}

/** Makes everything look as if it was last changed long ago: what is just being changed is not saved. */
function settle(paths: readonly string[], time = 1e9): void {
  for (const path of paths) {
    if (statSync(path).isDirectory())
      settle(
        readdirSync(path).map((name) => join(path, name)),
        time,
      );
    utimesSync(path, time, time);
  }
}

function tree(): string {
  const root = folder({ "a/1.png": red, "a/2.png": blue, "b/c/3.png": red, "b/4.png": blue });
  settle([root]);
  return root;
}

function content(source: Source): unknown {
  const { length, fingerprint, labels, classes, description } = source;
  const places = Array.from({ length }, (_, i) => [source.key(i), source.locate(i)]);
  return { length, fingerprint, labels, classes, description, places };
}

test("a folder opened from its index is the same in all respects", async () => {
  const root = tree();
  const listed = await imageFolder(root, { labels: true, savedIndex: false });
  expect(indices()).toEqual([]);
  const first = await imageFolder(root, { labels: true, savedIndex: true });
  const [saved] = indices();
  const again = await imageFolder(root, { labels: true, savedIndex: true });
  expect(content(first)).toEqual(content(listed));
  expect(content(again)).toEqual(content(listed));
  expect(indices()).toEqual([saved]);
  expect((await again.read(2)).pixels[0]).toBe(0); // b/4.png: blue
});

test("the index is what is read: it is used, and not made again", async () => {
  const root = tree();
  await imageFolder(root, { savedIndex: true });
  // changed behind its back, with the folder's and the file's times put back: only a list would show it
  renameSync(join(root, "a", "1.png"), join(root, "a", "0.png"));
  symlinkSync("0.png", join(root, "a", "1.png"));
  settle([root]);
  expect((await imageFolder(root, { savedIndex: true })).length).toBe(4);
  expect((await imageFolder(root, { savedIndex: false })).length).toBe(5);
});

test.for([
  ["a file is added", (root: string) => writeFileSync(join(root, "b", "c", "5.png"), red)],
  ["a file is removed", (root: string) => unlinkSync(join(root, "a", "1.png"))],
  ["a file is renamed", (root: string) => renameSync(join(root, "b/4.png"), join(root, "b/5.png"))],
  [
    "a file grows",
    (root: string) => {
      appendFileSync(join(root, "b/c/3.png"), "x");
      utimesSync(join(root, "b/c/3.png"), 1e9, 1e9);
    },
  ],
  ["a file has another time", (root: string) => utimesSync(join(root, "a/2.png"), 2e9, 2e9)],
] as const)("lists anew when %s", async ([, change]) => {
  const root = tree();
  await imageFolder(root, { savedIndex: true });
  const [place = ""] = indices();
  const before = readFileSync(place);
  change(root);
  const changed = await imageFolder(root, { savedIndex: true });
  expect(content(changed)).toEqual(content(await imageFolder(root, { savedIndex: false })));
  settle([root], 1e9 + 10);
  await imageFolder(root, { savedIndex: true });
  expect(readFileSync(place).equals(before)).toBe(false);
});

test("a file's size alone, or its time alone, makes the index anew", async () => {
  const root = tree();
  const file = join(root, "a/2.png");
  await imageFolder(root, { savedIndex: true });
  const [place = ""] = indices();
  const saved = [readFileSync(place).toString("hex")];
  for (const change of [
    () => utimesSync(file, 1e9 - 1, 1e9 - 1),
    () => {
      appendFileSync(file, "x");
      utimesSync(file, 1e9 - 1, 1e9 - 1);
    },
  ]) {
    change();
    await imageFolder(root, { savedIndex: true });
    saved.push(readFileSync(place).toString("hex"));
  }
  expect(new Set(saved).size).toBe(3);
});

test("a shard's size alone, or its time alone, makes the index anew", async () => {
  const path = join(folder({ "a.tar": tarArchive(tarMember("1.png", red)) }), "a.tar");
  settle([path]);
  await tarShards(path, { savedIndex: true });
  writeFileSync(path, tarArchive(tarMember("2.png", red), tarMember("3.png", red)));
  settle([path]);
  expect((await tarShards(path, { savedIndex: true })).length).toBe(2);
  writeFileSync(path, tarArchive(tarMember("4.png", red), tarMember("5.png", red)));
  settle([path], 1e9 - 1);
  expect((await tarShards(path, { savedIndex: true })).key(0)).toBe("a.tar/4.png");
});

test("what was changed in the last two seconds is not saved: a further change might not show", async () => {
  const root = tree();
  utimesSync(join(root, "b"), new Date(), new Date());
  await imageFolder(root, { savedIndex: true });
  expect(indices()).toEqual([]);
});

test("a damaged index is not used", async () => {
  const root = tree();
  const { fingerprint } = await imageFolder(root, { savedIndex: true });
  const [place = ""] = indices();
  const whole = readFileSync(place);
  for (const at of [0, 20, 100, whole.length - 40, whole.length - 1]) {
    const damaged = Buffer.from(whole);
    damaged[at] = Number(damaged[at]) ^ 1;
    writeFileSync(place, damaged);
    expect((await imageFolder(root, { savedIndex: true })).fingerprint).toBe(fingerprint);
    expect(readFileSync(place).equals(whole)).toBe(true); // made anew
  }
  for (const length of [0, 10, 30, whole.length - 1]) {
    writeFileSync(place, whole.subarray(0, length));
    expect((await imageFolder(root, { savedIndex: true })).fingerprint).toBe(fingerprint);
  }
});

test("shards opened from their index are the same, until one is changed", async () => {
  const root = folder({
    "a.tar": tarArchive(
      tarMember("1.png", red),
      tarMember("1.cls", "dog"),
      tarMember("2.png", blue),
      tarMember("2.cls", "cat"),
    ),
    "b.tar": tarArchive(
      tarMember("x", "", { type: "S" }),
      tarMember("3.png", red, { type: "S" }),
      tarMember("3.cls", "cat"),
    ),
  });
  const paths = ["a.tar", "b.tar"].map((name) => join(root, name));
  settle(paths);
  for (const labels of [true, false]) {
    const listed = content(await tarShards(paths, { labels, savedIndex: false }));
    expect(content(await tarShards(paths, { labels, savedIndex: true }))).toEqual(listed);
    expect(content(await tarShards(paths, { labels, savedIndex: true }))).toEqual(listed);
  }
  expect(indices().length).toBe(2); // with labels and without
  const [, second = ""] = paths;
  writeFileSync(second, tarArchive(tarMember("4.png", blue)));
  const changed = await tarShards(paths, { savedIndex: true });
  expect(changed.key(2)).toBe("b.tar/4.png");
});

test("the index of shards is what is read: their headers are not", async () => {
  const path = join(folder({ "a.tar": tarArchive(tarMember("1.png", red)) }), "a.tar");
  settle([path]);
  await tarShards(path, { savedIndex: true });
  writeFileSync(path, tarArchive(tarMember("2.png", red)));
  settle([path]); // of the same size and time again
  expect((await openSource(path, { savedIndex: true })).key(0)).toBe("a.tar/1.png");
  expect((await openSource(path, { savedIndex: false })).key(0)).toBe("a.tar/2.png");
});

test("is saved without being asked from 10,000 pictures on, where that is possible", async () => {
  const members = Array.from({ length: 10_000 }, (_, i) => tarMember(`${i}.png`, ""));
  const path = join(folder({ "s.tar": tarArchive(...members) }), "s.tar");
  settle([path]);
  expect((await openSource(tree())).length).toBe(4);
  expect(indices().length).toBe(0);
  expect((await openSource(path)).length).toBe(10_000);
  expect(indices().length).toBe(1);
  process.env.XDG_CACHE_HOME = path; // no folder
  expect((await openSource(path)).length).toBe(10_000);
});

test("says so if it is asked for and cannot be saved", async () => {
  const root = tree();
  process.env.XDG_CACHE_HOME = join(root, "a/1.png");
  const error = String(await imageFolder(root, { savedIndex: true }).catch(String));
  expect(error.replaceAll(root, "ROOT").replaceAll(/[0-9a-f]{64}/g, "HASH")).toMatchInlineSnapshot(
    `"Error: imageFolder: with savedIndex, "ROOT/a/1.png/unlabeled/index/HASH" must be a place that can be written; got ENOTDIR: not a directory, mkdir 'ROOT/a/1.png/unlabeled/index'. Set XDG_CACHE_HOME to another folder, or leave savedIndex out."`,
  );
});

test("half-written indices do not stay", async () => {
  const root = tree();
  await Promise.all(Array.from({ length: 5 }, () => imageFolder(root, { savedIndex: true })));
  expect(indices().length).toBe(1);
  expect(readdirSync(dirname(indices()[0] ?? ""))).toHaveLength(1);
});
