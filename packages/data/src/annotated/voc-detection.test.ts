import { join } from "node:path";
import { encode } from "fast-png";
import { expect, test } from "vitest";
import { folder, png } from "../../fixtures/pictures.ts";
import { type VocDetectionOptions, vocDetection } from "./voc-detection.ts";

const picture = await png([255, 0, 0], { width: 8, height: 6 });

interface ObjectOptions {
  readonly name?: string;
  readonly box?: readonly (number | string)[];
  readonly more?: string;
}

/** An object of an annotation file; xmin, ymin, xmax, ymax. */
function object({ name = "dog", box = [2, 3, 5, 6], more = "" }: ObjectOptions = {}): string {
  const [left, top, right, bottom] = box;
  return `<object><name>${name}</name><pose>Left</pose>${more}
    <bndbox><xmax>${right}</xmax><xmin>${left}</xmin><ymax>${bottom}</ymax><ymin>${top}</ymin></bndbox></object>`;
}

function xml(...objects: string[]): string {
  return `<?xml version="1.0"?>\n<annotation><folder>VOC2012</folder><filename>a.jpg</filename>
    <size><width>8</width><height>6</height><depth>3</depth></size><segmented>1</segmented>
    ${objects.join("\n")}</annotation>`;
}

function map(width: number, height: number, ...indices: number[]): Uint8Array {
  return encode({ width, height, data: Uint8Array.from(indices), channels: 1 });
}

const files = {
  "JPEGImages/b.png": picture,
  "JPEGImages/a.png": picture,
  "JPEGImages/c.png": picture,
  "Annotations/a.xml": xml(object(), object({ name: "person", box: [1, 1, 8, 6] })),
  "Annotations/b.xml": xml(object({ more: "<difficult>1</difficult>" })),
  "SegmentationClass/a.png": map(
    8,
    6,
    ...Array.from({ length: 48 }, (_, i) => [0, 12, 255][i % 3] ?? 0),
  ),
  "SegmentationClass/b.png": map(2, 2, 0, 0, 0, 0),
  "ImageSets/Main/train.txt": "b\na\n",
  "ImageSets/Main/dog_train.txt": "a  1\nc -1\n",
  "ImageSets/Segmentation/val.txt": "a\r\n",
};

async function failure(
  change: Readonly<Record<string, Uint8Array | string | undefined>>,
  options: Partial<VocDetectionOptions> = {},
): Promise<string> {
  const merged = Object.entries({ ...files, ...change }).filter(
    ([, content]) => content !== undefined,
  );
  const root = folder(Object.fromEntries(merged) as Record<string, Uint8Array | string>);
  const error = await vocDetection({ root, ...options } as VocDetectionOptions).catch(String);
  return String(error).replaceAll(root, "ROOT");
}

test("gives all pictures of a VOC folder, in the order of their names", async () => {
  const source = await vocDetection({ root: folder(files) });
  expect([source.key(0), source.key(1), source.key(2)]).toEqual(["a.png", "b.png", "c.png"]);
  expect(source.imageIds).toEqual(["a", "b", "c"]);
  expect(source.categories).toHaveLength(20);
  expect(source.categories[14]).toBe("person");
  expect(source.categoryIds).toEqual(source.categories);
  expect(source.annotations(2)).toEqual([]);
  expect([...(await source.read(2)).pixels.subarray(0, 3)]).toEqual([255, 0, 0]);
});

test("boxes are counted from 0 and hold both of VOC's ends", async () => {
  const source = await vocDetection({ root: folder(files) });
  expect(source.annotations(0)).toEqual([
    {
      box: { left: 1, top: 2, width: 4, height: 4 },
      category: 11,
      crowd: false,
      difficult: false,
      area: 16,
    },
    {
      box: { left: 0, top: 0, width: 8, height: 6 }, // 1 to 8, 1 to 6: the whole picture
      category: 14,
      crowd: false,
      difficult: false,
      area: 48,
    },
  ]);
  expect(source.annotations(1).map(({ difficult }) => difficult)).toEqual([true]);
});

test.for([
  ["train", ["b", "a"]],
  ["dog_train", ["a", "c"]],
  ["Segmentation/val", ["a"]],
] as const)("a split is a list of ImageSets, in its order: %s", async ([split, ids]) => {
  expect((await vocDetection({ root: folder(files), split })).imageIds).toEqual(ids);
});

test("folders can be named one by one, and pictures lie deeper", async () => {
  const root = folder({
    "pictures/x/1.PNG": picture,
    "notes/x/1.xml": xml(object({ name: "zebra" }), object({ name: "ant &amp; bee" })),
    "list.txt": "x/1\n",
    "pictures/unlisted.png": picture,
  });
  const [images, annotations] = [join(root, "pictures"), join(root, "notes")];
  const source = await vocDetection({ images, annotations, split: join(root, "list.txt") });
  expect([source.length, source.key(0), source.imageIds]).toEqual([1, "x/1.PNG", ["x/1"]]);
  expect(source.categories).toEqual(["ant & bee", "zebra"]);
  expect(source.annotations(0).map(({ category }) => category)).toEqual([1, 0]);
  const given = ["zebra", "yak", "ant & bee"];
  const fixed = await vocDetection({ images, annotations, categories: given });
  expect(fixed.categories).toEqual(given);
  expect(fixed.annotations(1).map(({ category }) => category)).toEqual([0, 2]);
});

test("a class map is read as indices; a picture may have none", async () => {
  const source = await vocDetection({ root: folder(files) });
  const { width, height, classes } = (await source.segmentation(0)) ?? {};
  expect([width, height, ...(classes ?? []).slice(0, 4)]).toEqual([8, 6, 0, 12, 255, 0]);
  expect(await source.segmentation(2)).toBeUndefined();
  const error = await source.segmentation(1).catch(String);
  expect(String(error).replace(/"\/.*\//, '"ROOT/')).toMatchInlineSnapshot(
    `"RangeError: VocSource.segmentation: "ROOT/b.png" must be 8 x 6, as its picture; got 2 x 2."`,
  );
  await expect(source.segmentation(3)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[RangeError: VocSource.segmentation: index must be an integer in [0, 3); got 3.]`,
  );
});

test("parts of people are not objects", async () => {
  const part = `<part><name>head</name><bndbox><xmin>9</xmin><ymin>9</ymin><xmax>9</xmax><ymax>9</ymax></bndbox></part>`;
  const root = folder({
    ...files,
    "Annotations/a.xml": xml(object({ name: "person", more: part })),
  });
  const source = await vocDetection({ root });
  expect(source.annotations(0).map(({ box }) => box)).toEqual([
    { left: 1, top: 2, width: 4, height: 4 },
  ]);
});

test("boxes may have fractions; they are cut at the border or left out, and counted", async () => {
  const boxes = [
    [1.5, 2.25, 5, 6],
    [-3, 1, 4, 99], // over the left and the lower border
    [9, 1, 12, 4], // beside the picture
    [5, 5, 3, 3], // upside down
  ];
  const notes = xml(...boxes.map((box) => object({ box })));
  const source = await vocDetection({ root: folder({ ...files, "Annotations/a.xml": notes }) });
  expect(source.annotations(0).map(({ box }) => Object.values(box))).toEqual([
    [0.5, 1.25, 4.5, 4.75],
    [0, 0, 4, 6],
  ]);
  expect(source.description).toMatchObject({ clipped: 1, dropped: 2 });
});

test("pictures without objects or sides are kept, or left out", async () => {
  const root = folder({ ...files, "Annotations/b.xml": "<annotation/>" });
  const kept = await vocDetection({ root });
  expect(kept.length).toBe(3);
  expect(kept.size(1)).toEqual({ width: 8, height: 6 }); // the picture's own
  const left = await vocDetection({ root, unannotated: "leaveOut" });
  expect(left.imageIds).toEqual(["a"]);
  expect(left.description).toMatchObject({ pictures: 1, unannotated: 2, objects: 2 });
});

test("the fingerprint depends on pictures, annotations and class maps", async () => {
  const print = async (change: object): Promise<string> =>
    (await vocDetection({ root: folder({ ...files, ...change }) })).fingerprint;
  const first = await print({});
  expect(await print({})).toBe(first);
  expect(await print({ "Annotations/b.xml": xml(object({ box: [2, 3, 5, 5] })) })).not.toBe(first);
  expect(await print({ "SegmentationClass/c.png": map(8, 6, ...new Uint8Array(48)) })).not.toBe(
    first,
  );
  expect(await print({ "JPEGImages/d.png": picture })).not.toBe(first);
});

test("describes itself in JSON", async () => {
  const root = folder(files);
  const { description, fingerprint } = await vocDetection({ root, split: "train" });
  expect(JSON.parse(JSON.stringify(description))).toEqual({
    kind: "voc",
    images: join(root, "JPEGImages"),
    annotations: join(root, "Annotations"),
    segmentations: join(root, "SegmentationClass"),
    list: join(root, "ImageSets", "Main", "train.txt"),
    pictures: 2,
    objects: 3,
    categories: 20,
    clipped: 0,
    dropped: 0,
    absent: 0,
    unannotated: 0,
    fingerprint,
  });
});

test("names the file that is wrong", async () => {
  const notes = (content: string) => failure({ "Annotations/a.xml": content });
  expect(await notes("<annotation><object></annotation>")).toMatchInlineSnapshot(
    `"RangeError: vocDetection: "ROOT/Annotations/a.xml" must be a VOC file, XML of one <annotation>; got Opening and ending tag mismatch: "object" != "annotation"."`,
  );
  expect(await notes("")).toMatchInlineSnapshot(
    `"RangeError: vocDetection: "ROOT/Annotations/a.xml" must be a VOC file, XML of one <annotation>; got missing root element."`,
  );
  expect(await notes("<html/>")).toMatchInlineSnapshot(
    `"RangeError: vocDetection: "ROOT/Annotations/a.xml" must be a VOC file, XML of one <annotation>; got <html>."`,
  );
  expect(await notes(xml("<object><name>dog</name></object>"))).toMatchInlineSnapshot(
    `"RangeError: vocDetection: object 0, "dog", in "ROOT/Annotations/a.xml" must have a <bndbox> of xmin, ymin, xmax and ymax; got xmin none, ymin none, xmax none, ymax none."`,
  );
  expect(await notes(xml(object({ box: [1, 2, "x", 4] })))).toMatchInlineSnapshot(
    `"RangeError: vocDetection: object 0, "dog", in "ROOT/Annotations/a.xml" must have a <bndbox> of xmin, ymin, xmax and ymax; got xmin 1, ymin 2, xmax x, ymax 4."`,
  );
  expect(await notes(xml(object(), object({ name: "" })))).toMatchInlineSnapshot(
    `"RangeError: vocDetection: object 1 in "ROOT/Annotations/a.xml" must have a <name>; got none."`,
  );
  expect(await failure({}, { categories: ["dog"] })).toMatchInlineSnapshot(
    `"RangeError: vocDetection: categories must hold every object's name; got an object "person" in "a". Add it, or leave categories out."`,
  );
  expect(await failure({ "JPEGImages/a.jpg": picture })).toMatchInlineSnapshot(
    `"RangeError: vocDetection: files must differ in more than their extension; got "a.jpg" and "a.png" in "ROOT/JPEGImages". Move one away."`,
  );
});

test("says which picture is absent, or leaves it out", async () => {
  const change = { "JPEGImages/a.png": undefined };
  expect(await failure(change)).toMatchInlineSnapshot(
    `"RangeError: vocDetection: every picture that is listed must be in images; got 1 of 3 that are not in "ROOT/JPEGImages" (the first is "a"). Bring them, or pass absent: "leaveOut"."`,
  );
  expect(await failure(change, { split: "train" })).toContain('the first is "a"');
  const { "JPEGImages/a.png": _, ...rest } = files;
  const source = await vocDetection({ root: folder(rest), split: "train", absent: "leaveOut" });
  expect(source.imageIds).toEqual(["b"]);
  expect(source.description).toMatchObject({ absent: 1 });
});

test("says which folder or list is missing", async () => {
  expect(await failure({}, { split: "test" })).toMatchInlineSnapshot(
    `"RangeError: vocDetection: split must be a list of pictures; got "test", but "ROOT/ImageSets/Main/test.txt" does not exist."`,
  );
  const split = { split: "train" };
  expect(await failure({ "ImageSets/Main/train.txt": "\n" }, split)).toMatchInlineSnapshot(
    `"RangeError: vocDetection: "ROOT/ImageSets/Main/train.txt" must list pictures, each once; got none."`,
  );
  expect(await failure({ "ImageSets/Main/train.txt": "a\nb\na\n" }, split)).toMatchInlineSnapshot(
    `"RangeError: vocDetection: "ROOT/ImageSets/Main/train.txt" must list pictures, each once; got "a" twice."`,
  );
  const emptied = Object.keys(files).filter((name) => name.startsWith("JPEGImages"));
  const change = Object.fromEntries(emptied.map((name) => [name, undefined]));
  expect(await failure(change)).toMatchInlineSnapshot(
    `"RangeError: vocDetection: root must hold JPEGImages and Annotations, as VOCdevkit/VOC2012 does; got "ROOT" without JPEGImages. Name that folder, or pass images and annotations."`,
  );
  expect(
    await failure({}, { split: "Segmentation/val", unannotated: "leaveOut", absent: "leaveOut" }),
  ).toBe("[object Object]");
});
