import { chmodSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, keys, png } from "../../../fixtures/pictures.ts";
import { imageFolder } from "./image-folder.ts";

const red = await png([255, 0, 0]);
const blue = await png([0, 0, 255]);

test("finds pictures at any depth by extension, in the order of their paths' bytes", async () => {
  const root = folder({
    "b.JPG": red,
    "a/z.png": red,
    "a/deep/er/x.webp": red,
    "Z.gif": red,
    "ä.tiff": red,
    "\u{1f600}.png": red, // after U+FF5E in UTF-8, before it in UTF-16
    "\uff5e.png": red,
    "a-b.avif": red,
    "notes.txt": "no picture",
    png: "no extension",
    ".hidden.png": red,
    ".cache/y.png": red,
  });
  expect(keys(await imageFolder(root))).toEqual([
    "Z.gif",
    "a-b.avif",
    "a/deep/er/x.webp",
    "a/z.png",
    "b.JPG",
    "ä.tiff",
    "\uff5e.png",
    "\u{1f600}.png",
  ]);
});

test("reads pictures by content, whatever their extension says", async () => {
  const source = await imageFolder(folder({ "a.jpg": blue, "b.png": red }));
  const { width, height, pixels } = await source.read(0);
  expect([width, height, ...pixels.subarray(0, 3)]).toEqual([4, 3, 0, 0, 255]);
  expect([...(await source.read(1)).pixels.subarray(0, 3)]).toEqual([255, 0, 0]);
});

test("names the picture that cannot be read, and why", async () => {
  const root = folder({ "a.jpg": "", "b.jpg": "text", "c.jpg": blue });
  symlinkSync(join(root, "nowhere"), join(root, "d.jpg"));
  const source = await imageFolder(root);
  expect(source.length).toBe(4);
  await expect(source.read(0)).rejects.toThrow(
    'Source.read: "a.jpg" cannot be read: Input Buffer is empty.',
  );
  await expect(source.read(1)).rejects.toThrow(
    '"b.jpg" cannot be read: Input buffer contains unsupported',
  );
  await expect(source.read(3)).rejects.toThrow('"d.jpg" cannot be read: ENOENT');
  await expect(source.read(4)).rejects.toThrow(
    "Source.read: index must be an integer in [0, 4); got 4.",
  );
  expect(() => source.key(-1)).toThrow("Source.key: index must be an integer in [0, 4); got -1.");
});

test.skipIf(process.getuid?.() === 0)(
  "lists a file without permission; reading it fails",
  async () => {
    const root = folder({ "a.png": red });
    chmodSync(join(root, "a.png"), 0o000);
    await expect((await imageFolder(root)).read(0)).rejects.toThrow("EACCES");
  },
);

test("follows links to folders, and does not go round in circles", async () => {
  const root = folder({ "a/x.png": red });
  const elsewhere = folder({ "y.png": blue });
  symlinkSync(root, join(root, "a", "loop"));
  symlinkSync(elsewhere, join(root, "b"));
  expect(keys(await imageFolder(root))).toEqual(["a/x.png", "b/y.png"]);
});

test("labels are the first-level sub-folders, numbered in the order of their bytes", async () => {
  const root = folder({
    "dog/1.png": red,
    "cat/x/2.png": red,
    "Zebra/3.png": red,
    "cat/1.png": red,
  });
  const source = await imageFolder(root, { labels: true });
  expect(source.classes).toEqual(["Zebra", "cat", "dog"]);
  expect(keys(source)).toEqual(["Zebra/3.png", "cat/1.png", "cat/x/2.png", "dog/1.png"]);
  expect(source.labels).toEqual(Int32Array.of(0, 1, 1, 2));
  expect((await imageFolder(root)).labels).toBeUndefined();
});

test("the fingerprint depends on names and sizes, not on the folder's place or the time", async () => {
  const print = async (files: Record<string, Uint8Array | string>): Promise<string> =>
    (await imageFolder(folder(files))).fingerprint;
  const first = await print({ "a.png": red, "b.png": blue });
  expect(first).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(await print({ "b.png": blue, "a.png": red })).toBe(first);
  expect(await print({ "a.png": red, "c.png": blue })).not.toBe(first);
  expect(await print({ "a.png": red, "b.png": Buffer.concat([blue, red]) })).not.toBe(first);
  expect(await print({ "a.png": red })).not.toBe(first);
});

test("describes itself in JSON", async () => {
  const root = folder({ "a/1.png": red });
  const { description, fingerprint } = await imageFolder(root, { labels: true });
  expect(JSON.parse(JSON.stringify(description))).toEqual({
    kind: "folder",
    path: root,
    pictures: 1,
    classes: 1,
    fingerprint,
  });
});

test("says what to do about folders it cannot use", async () => {
  const message = async (
    files: Record<string, Uint8Array | string>,
    path = "",
  ): Promise<string> => {
    const root = folder(files);
    const error = await imageFolder(join(root, path), { labels: true }).catch(String);
    return String(error).replaceAll(root, "ROOT");
  };
  expect(await message({})).toMatchInlineSnapshot(
    `"RangeError: imageFolder: path must contain at least one picture (JPEG, PNG, WebP, GIF, AVIF or TIFF); got none in "ROOT" and the folders below it."`,
  );
  expect(await message({ "a.png": red, "cat/b.png": red, "cat/c.png": red })).toMatchInlineSnapshot(
    `"RangeError: imageFolder: with labels, every picture must be in a sub-folder named after its class; got 2 in sub-folders and 1 directly in "ROOT" (the first is "a.png"). Move them into class folders, or leave labels out."`,
  );
  expect(await message({}, "none")).toMatchInlineSnapshot(
    `"RangeError: imageFolder: path must be an existing file or folder; got "ROOT/none"."`,
  );
  expect(await message({ "a.png": red }, "a.png")).toMatchInlineSnapshot(
    `"RangeError: imageFolder: path must be a folder; got the file "ROOT/a.png"."`,
  );
});
