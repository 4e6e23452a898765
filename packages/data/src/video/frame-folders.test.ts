import { expect, test } from "vitest";
import { folder, png } from "../../fixtures/pictures.ts";
import { type FrameFoldersOptions, frameFolders } from "./frame-folders.ts";
import type { FrameSource } from "./frame-source.ts";

const red = await png([255, 0, 0]);
const blue = await png([0, 0, 255]);

function all<T>({ length }: FrameSource, of: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => of(index));
}

test("gives frames by the numbers in their names, a folder after the other", async () => {
  const root = folder({
    "clip10/frame_1.png": red,
    "clip2/frame_10.png": blue,
    "clip2/frame_2.png": red,
    "clip2/frame_1.png": red,
    "clip2/notes.txt": "",
    "day/clip1/7.png": red,
  });
  const source = await frameFolders(root, { fps: 4 });
  expect(all(source, source.key)).toEqual([
    "clip2/frame_1.png",
    "clip2/frame_2.png",
    "clip2/frame_10.png",
    "clip10/frame_1.png",
    "day/clip1/7.png",
  ]);
  expect(source.episodes).toEqual([
    { name: "clip2", start: 0, end: 3 },
    { name: "clip10", start: 3, end: 4 },
    { name: "day/clip1", start: 4, end: 5 },
  ]);
  expect(all(source, source.video)).toEqual([0, 0, 0, 1, 2]);
  expect(all(source, source.timestamp)).toEqual([0, 0.25, 0.5, 0, 0]);
  expect([...(await source.read(2)).pixels.subarray(0, 3)]).toEqual([0, 0, 255]);
});

test("frames directly in the folder are a video of its name", async () => {
  const root = folder({ "1.png": red, "2.png": red });
  const { episodes } = await frameFolders(`${root}/`, { fps: 1 });
  expect(episodes).toEqual([{ name: root.slice(root.lastIndexOf("/") + 1), start: 0, end: 2 }]);
});

test("a pattern chooses frames; its group is their number, and gaps are time", async () => {
  const root = folder({
    "a/x7_f12.png": red,
    "a/x8_f11.png": red,
    "a/x1_f21.png": red,
    "a/mask_f11.png": blue,
    "b/f3.png": blue,
  });
  const source = await frameFolders(root, { fps: 10, pattern: /^x\d+_f(\d+)\.png$/g });
  expect(all(source, source.key)).toEqual(["a/x8_f11.png", "a/x7_f12.png", "a/x1_f21.png"]);
  expect(all(source, source.timestamp)).toEqual([0, 0.1, 1]);
  const chosen = await frameFolders(root, { fps: 10, pattern: /^x/ });
  expect(all(chosen, chosen.key)).toEqual(["a/x1_f21.png", "a/x7_f12.png", "a/x8_f11.png"]);
});

test("segments are runs of seconds within a video, numbered over all", async () => {
  const names = Array.from({ length: 7 }, (_, at) => [`a/${at}.png`, red] as const);
  const root = folder({ ...Object.fromEntries(names), "b/0.png": red, "b/1.png": red });
  const source = await frameFolders(root, { fps: 2, segmentSeconds: 1.5 });
  expect(all(source, source.segment)).toEqual([0, 0, 0, 1, 1, 1, 2, 3, 3]);
  expect(source.segmentCount).toBe(4);
  const whole = await frameFolders(root, { fps: 2 });
  expect(all(whole, whole.segment)).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1]);
  expect(whole.segmentSeconds).toBe(288);
});

test("a stretch without frames has no segment of its own", async () => {
  const root = folder({ "0.png": red, "1.png": red, "100.png": red });
  const source = await frameFolders(root, { fps: 1, pattern: /^(\d+)/, segmentSeconds: 10 });
  expect(all(source, source.segment)).toEqual([0, 0, 1]);
  expect(source.segmentCount).toBe(2);
});

test("segments of a length that is no sum of binary fractions do not slip", async () => {
  const names = Array.from({ length: 30 }, (_, at) => [`${at}.png`, red] as const);
  const root = folder(Object.fromEntries(names));
  const source = await frameFolders(root, { fps: 10, segmentSeconds: 0.1 }); // 0.3 / 0.1 < 3
  expect(all(source, source.segment)).toEqual(all(source, (index) => index));
});

test("describes itself in JSON; the fingerprint depends on names and sizes", async () => {
  const root = folder({ "a/1.png": red });
  const options = { fps: 5, pattern: /\.png$/, segmentSeconds: 3 };
  const { description, fingerprint } = await frameFolders(root, options);
  expect(JSON.parse(JSON.stringify(description))).toEqual({
    kind: "frames",
    path: root,
    videos: 1,
    pictures: 1,
    fps: 5,
    pattern: "\\.png$",
    segmentSeconds: 3,
    fingerprint,
  });
  const other = await frameFolders(folder({ "a/2.png": red }), options);
  expect(other.fingerprint).not.toBe(fingerprint);
});

test("says what is wrong with options and folders", async () => {
  const message = async (
    files: Record<string, Uint8Array>,
    options: Partial<FrameFoldersOptions> = {},
    path = "",
  ): Promise<string> => {
    const root = folder(files);
    const error = await frameFolders(`${root}${path}`, { fps: 5, ...options }).catch(String);
    return String(error).replaceAll(root, "ROOT");
  };
  const one = { "a/1.png": red };
  expect(await message({})).toMatchInlineSnapshot(
    `"RangeError: frameFolders: root must contain at least one picture (JPEG, PNG, WebP, GIF, AVIF or TIFF); got no picture in "ROOT" and the folders below it."`,
  );
  expect(await message(one, { pattern: /^frame/ })).toMatchInlineSnapshot(
    `"RangeError: frameFolders: root must contain at least one picture (JPEG, PNG, WebP, GIF, AVIF or TIFF) whose name matches /^frame/; got 1 pictures, none of them such in "ROOT" and the folders below it."`,
  );
  expect(await message(one, {}, "/a/1.png")).toMatchInlineSnapshot(
    `"RangeError: frameFolders: path must be a folder; got the file "ROOT/a/1.png"."`,
  );
  expect(await message(one, { fps: 0 })).toMatchInlineSnapshot(
    `"RangeError: frameFolders: fps must be frames a second in [0.001, 1000]; got 0."`,
  );
  expect(await message(one, { fps: Number.NaN })).toMatchInlineSnapshot(
    `"RangeError: frameFolders: fps must be frames a second in [0.001, 1000]; got NaN."`,
  );
  expect(await message(one, { segmentSeconds: Number.POSITIVE_INFINITY })).toMatchInlineSnapshot(
    `"RangeError: frameFolders: segmentSeconds must be a finite number above 0; got Infinity."`,
  );
  const twice = { "a/x1.png": red, "a/y1.png": red };
  expect(await message(twice, { pattern: /(\d+)/ })).toMatchInlineSnapshot(
    `"RangeError: frameFolders: the pattern's group must be the frame's number, another for each; got "a/y1.png" and "a/x1.png"."`,
  );
  expect(await message(one, { pattern: /^(.)\.(p)ng$/ })).toBe("[object Object]");
  expect(await message({ "a/b.png": red }, { pattern: /^(.)\.png$/ })).toMatchInlineSnapshot(
    `"RangeError: frameFolders: the pattern's group must be the frame's number, another for each; got "a/b.png"."`,
  );
});

test("names the index that is out of range", async () => {
  const source = await frameFolders(folder({ "1.png": red }), { fps: 1 });
  for (const of of [source.video, source.timestamp, source.segment, source.key]) {
    expect(() => of(1)).toThrow(/index must be an integer in \[0, 1\); got 1\.$/);
  }
});
