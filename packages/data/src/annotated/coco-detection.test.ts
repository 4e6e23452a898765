import { truncateSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { folder, png } from "../../fixtures/pictures.ts";
import { type CocoDetectionOptions, cocoDetection } from "./coco-detection.ts";
import { decodeMask } from "./decode-mask.ts";

const red = await png([255, 0, 0], { width: 8, height: 6 });
const blue = await png([0, 0, 255], { width: 4, height: 3 });

const images = [
  { id: 30, file_name: "b.png", width: 8, height: 6 },
  { id: 7, file_name: "deep/a.png", width: 4, height: 3 },
];
const categories = [
  { id: 90, name: "toothbrush" },
  { id: 1, name: "person", supercategory: "person" },
  { id: 13, name: "stop sign" },
];
const annotations = [
  { id: 1, image_id: 7, category_id: 13, bbox: [1, 0.5, 2, 2.5], area: 3.25, iscrowd: 0 },
  {
    id: 2,
    image_id: 30,
    category_id: 90,
    bbox: [2, 1, 4, 3],
    area: 12,
    iscrowd: 0,
    segmentation: [[2, 1, 6, 1, 6, 4, 2, 4]],
  },
  {
    id: 3,
    image_id: 30,
    category_id: 1,
    bbox: [0, 0, 8, 6],
    area: 48,
    iscrowd: 1,
    segmentation: { size: [6, 8], counts: [0, 48] },
  },
];

interface Made {
  readonly root: string;
  readonly options: CocoDetectionOptions;
}

function coco(content: unknown = { images, categories, annotations }): Made {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  const root = folder({ "pictures/b.png": red, "pictures/deep/a.png": blue, "coco.json": text });
  const [pictures, file] = [join(root, "pictures"), join(root, "coco.json")];
  return { root, options: { images: pictures, annotations: file } };
}

async function failure({ root, options }: Made): Promise<string> {
  return String(await cocoDetection(options).catch(String)).replaceAll(root, "ROOT");
}

test("gives pictures in the file's order, with boxes and categories numbered by their ids", async () => {
  const source = await cocoDetection(coco().options);
  expect([source.key(0), source.key(1)]).toEqual(["b.png", "deep/a.png"]);
  expect(source.imageIds).toEqual([30, 7]);
  expect(source.categories).toEqual(["person", "stop sign", "toothbrush"]);
  expect(source.categoryIds).toEqual([1, 13, 90]);
  expect(source.labels).toBeUndefined();
  expect(source.annotations(1)).toEqual([
    {
      box: { left: 1, top: 0.5, width: 2, height: 2.5 },
      category: 1,
      crowd: false,
      difficult: false,
      area: 3.25,
    },
  ]);
  expect(source.annotations(0).map(({ category, crowd }) => [category, crowd])).toEqual([
    [2, false],
    [0, true],
  ]);
  expect([source.size(0), source.size(1)]).toEqual([
    { width: 8, height: 6 },
    { width: 4, height: 3 },
  ]);
  expect([...(await source.read(0)).pixels.subarray(0, 3)]).toEqual([255, 0, 0]);
  expect([...(await source.read(1)).pixels.subarray(0, 3)]).toEqual([0, 0, 255]);
});

test("outlines decode to masks of the picture", async () => {
  const source = await cocoDetection(coco().options);
  const { width, height } = source.size(0);
  const areas = source.annotations(0).map(({ segmentation }) => {
    const mask = segmentation && decodeMask(segmentation, height, width);
    return mask?.reduce((sum, pixel) => sum + pixel, 0);
  });
  expect(areas).toEqual([12, 48]);
});

test("keeps pictures without annotations, or leaves them out", async () => {
  const { options } = coco({ images, categories, annotations: annotations.slice(1) });
  const kept = await cocoDetection(options);
  expect(kept.length).toBe(2);
  expect(kept.annotations(1)).toEqual([]);
  const left = await cocoDetection({ ...options, unannotated: "leaveOut" });
  expect([left.length, left.key(0), left.imageIds]).toEqual([1, "b.png", [30]]);
  expect(left.description).toMatchObject({ pictures: 1, objects: 2, unannotated: 1 });
  expect(left.fingerprint).not.toBe(kept.fingerprint);
});

test("reads files without annotations: test and unlabeled sets", async () => {
  const source = await cocoDetection(coco({ images, info: {} }).options);
  expect([source.length, source.categories, source.annotations(0)]).toEqual([2, [], []]);
});

test("cuts boxes at the border, leaves out those outside or without area, and counts them", async () => {
  const boxes = [
    [-1, -2, 4, 5], // over the top left corner
    [6, 4, 9, 9], // over the bottom right corner
    [8, 0, 1, 1], // beside the picture
    [0, 0, 0, 3],
    [3, 3, -2, 2],
    [0, 0, 8, 6], // the whole picture
  ];
  const made = boxes.map((bbox, id) => ({ id, image_id: 30, category_id: 1, bbox }));
  const source = await cocoDetection(coco({ images, categories, annotations: made }).options);
  expect(source.annotations(0).map(({ box, area }) => [...Object.values(box), area])).toEqual([
    [0, 0, 3, 3, 9],
    [6, 4, 2, 2, 4],
    [0, 0, 8, 6, 48],
  ]);
  expect(source.description).toMatchObject({ clipped: 2, dropped: 3, objects: 3 });
});

test("takes ids that are texts in one place and numbers in another for equal", async () => {
  const source = await cocoDetection(
    coco({
      images: images.map((image) => ({ ...image, id: `${image.id}` })),
      categories: [...categories, { id: "x", name: "other" }],
      annotations: [{ id: 1, image_id: 7, category_id: "13", bbox: [0, 0, 1, 1] }],
    }).options,
  );
  expect(source.imageIds).toEqual(["30", "7"]);
  expect(source.categories).toEqual(["person", "stop sign", "toothbrush", "other"]);
  expect(source.annotations(1)[0]?.category).toBe(1);
});

test("sides that the file does not state are those of the picture, upright", async () => {
  const sideways = await sharp(red).jpeg().withMetadata({ orientation: 6 }).toBuffer();
  const root = folder({
    "pictures/a.jpg": sideways,
    "coco.json": JSON.stringify({ images: [{ id: 1, file_name: "a.jpg" }] }),
  });
  const options = { images: join(root, "pictures"), annotations: join(root, "coco.json") };
  const source = await cocoDetection(options);
  expect(source.size(0)).toEqual({ width: 6, height: 8 });
  expect(await source.read(0)).toMatchObject({ width: 6, height: 8 });
});

test("refuses to read a picture with other sides than its annotations state", async () => {
  const swapped = { ...images[0], width: 6, height: 8 };
  const source = await cocoDetection(coco({ images: [swapped] }).options);
  await expect(source.read(0)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[Error: AnnotatedSource.read: "b.png" must be 6 x 8, as its annotations say; got 8 x 6 (upright). Its boxes would be wrong: use the picture that was annotated.]`,
  );
});

test("the fingerprint depends on pictures and annotations", async () => {
  const first = (await cocoDetection(coco().options)).fingerprint;
  expect(first).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect((await cocoDetection(coco().options)).fingerprint).toBe(first);
  const other = coco({ images, categories, annotations: annotations.slice(1) });
  expect((await cocoDetection(other.options)).fingerprint).not.toBe(first);
});

test("describes itself in JSON", async () => {
  const { options } = coco();
  const { description, fingerprint } = await cocoDetection(options);
  expect(JSON.parse(JSON.stringify(description))).toEqual({
    kind: "coco",
    ...options,
    pictures: 2,
    objects: 3,
    categories: 3,
    clipped: 0,
    dropped: 0,
    absent: 0,
    unannotated: 0,
    fingerprint,
  });
});

test("names pictures that are listed but absent, or leaves them and their objects out", async () => {
  const absent = { id: 99, file_name: "none.png", width: 5, height: 5 };
  const more = [...annotations, { id: 9, image_id: 99, category_id: 1, bbox: [0, 0, 1, 1] }];
  const made = coco({ images: [...images, absent], categories, annotations: more });
  expect(await failure(made)).toMatchInlineSnapshot(
    `"RangeError: cocoDetection: every picture that is listed must be in images; got 1 of 3 that are not in "ROOT/pictures" (the first is "none.png", id 99). Bring them, or pass absent: "leaveOut"."`,
  );
  const source = await cocoDetection({ ...made.options, absent: "leaveOut" });
  expect(source.length).toBe(2);
  expect(source.description).toMatchObject({ absent: 1, objects: 3 });
});

test("names the annotation that is wrong", async () => {
  const wrong = (change: object): Made =>
    coco({ images, categories, annotations: [{ ...annotations[0], id: 41, ...change }] });
  expect(await failure(wrong({ image_id: 5 }))).toMatchInlineSnapshot(
    `"RangeError: cocoDetection: image_id must be an id in images; got 5 in annotation 41 of "ROOT/coco.json"."`,
  );
  expect(await failure(wrong({ category_id: 2 }))).toMatchInlineSnapshot(
    `"RangeError: cocoDetection: category_id must be an id in categories; got 2 in annotation 41 of "ROOT/coco.json"."`,
  );
  expect(await failure(wrong({ category_id: null }))).toMatchInlineSnapshot(
    `"RangeError: cocoDetection: category_id must be an id in categories; got null in annotation 41 of "ROOT/coco.json"."`,
  );
  expect(await failure(wrong({ bbox: undefined }))).toMatchInlineSnapshot(
    `"RangeError: cocoDetection: bbox must be [left, top, width, height]; got nothing in annotation 41 of "ROOT/coco.json"."`,
  );
  expect(await failure(wrong({ bbox: [1, 2, "3", 4] }))).toMatchInlineSnapshot(
    `"RangeError: cocoDetection: bbox must be [left, top, width, height]; got [1,2,"3",4] in annotation 41 of "ROOT/coco.json"."`,
  );
  expect(await failure(coco({ images, categories, annotations: [null] }))).toMatchInlineSnapshot(
    `"RangeError: cocoDetection: image_id must be an id in images; got nothing in annotation without an id of "ROOT/coco.json"."`,
  );
});

test("says what is wrong with a file that it refuses", async () => {
  expect(await failure(coco("{"))).toMatch(
    /^RangeError: cocoDetection: "ROOT\/coco\.json" must be JSON; got .*JSON/,
  );
  expect(await failure(coco([]))).toMatchInlineSnapshot(
    `"RangeError: cocoDetection: "ROOT/coco.json" must be a COCO file, { images: […], annotations: […], categories: […] }; got no images."`,
  );
  expect(await failure(coco({ images, annotations: {} }))).toMatchInlineSnapshot(
    `"RangeError: cocoDetection: "ROOT/coco.json" must be a COCO file, { images: […], annotations: […], categories: […] }; got object annotations."`,
  );
  expect(await failure(coco({ images: [] }))).toMatchInlineSnapshot(
    `"RangeError: cocoDetection: annotations must list at least one picture; got none in "ROOT/coco.json"."`,
  );
  expect(await failure(coco({ images: [{ id: 3 }] }))).toMatchInlineSnapshot(
    `"RangeError: cocoDetection: an entry of images must have an id and a file_name; got {"id":3} at 0 in "ROOT/coco.json"."`,
  );
  expect(await failure(coco({ images: [images[0], images[0]] }))).toMatchInlineSnapshot(
    `"RangeError: cocoDetection: ids of images must differ; got id 30 twice in "ROOT/coco.json"."`,
  );
  expect(await failure(coco({ images, categories: [{ id: 1 }] }))).toMatchInlineSnapshot(
    `"RangeError: cocoDetection: an entry of categories must have an id and a name; got {"id":1} at 0 in "ROOT/coco.json"."`,
  );
  const twice = [categories[0], { id: "90", name: "x" }];
  expect(await failure(coco({ images, categories: twice }))).toMatchInlineSnapshot(
    `"RangeError: cocoDetection: ids of categories must differ; got id 90 twice in "ROOT/coco.json"."`,
  );
  const unannotated = coco({ images });
  const left = { ...unannotated.options, unannotated: "leaveOut" } as const;
  expect(await failure({ ...unannotated, options: left })).toMatchInlineSnapshot(
    `"RangeError: cocoDetection: annotations must list at least one picture with an object; got none in "ROOT/coco.json"."`,
  );
  const { root, options } = coco();
  const nowhere = { ...options, images: join(root, "none") };
  expect(await failure({ root, options: nowhere })).toMatchInlineSnapshot(
    `"RangeError: cocoDetection: path must be an existing file or folder; got "ROOT/none"."`,
  );
});

test("refuses a file beyond the longest text of JavaScript before it reads it", async () => {
  const made = coco();
  truncateSync(made.options.annotations, 700_000_000); // sparse: takes no room on the disk
  expect((await failure(made)).replace(/most \d+/, "most LIMIT")).toMatchInlineSnapshot(
    `"RangeError: cocoDetection: annotations must be a file of at most LIMIT bytes, the longest text of JavaScript; got 700000000 bytes in "ROOT/coco.json". Leave the outlines (segmentation) out of it, or split it by pictures and open each part."`,
  );
});

test("names the index that is out of range", async () => {
  const source = await cocoDetection(coco().options);
  expect(() => source.annotations(2)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: AnnotatedSource.annotations: index must be an integer in [0, 2); got 2.]`,
  );
  expect(() => source.size(0.5)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: AnnotatedSource.size: index must be an integer in [0, 2); got 0.5.]`,
  );
});
