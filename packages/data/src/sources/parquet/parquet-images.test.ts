import {
  copyFileSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterEach, expect, test, vi } from "vitest";
import { folder } from "../../../fixtures/pictures.ts";
import { keyedViews } from "../../../fixtures/pipelines.ts";
import { table, tableBytes } from "../../../fixtures/tables.ts";
import { evaluationBatches } from "../../loading/evaluation-batches.ts";
import type { Source } from "../source.ts";
import { type ParquetImagesOptions, parquetImages } from "./parquet-images.ts";

afterEach(() => vi.unstubAllEnvs());

/** Colours of the pictures of the six rows that tables.py wrote. */
const colours = Array.from({ length: 6 }, (_, i) => [40 * i, 100, 200 - 40 * i]);

async function shown(source: Source): Promise<(number[] | string)[]> {
  const rows = Array.from({ length: source.length }, (_, index) => index);
  return Promise.all(
    rows.map(async (index) => {
      const picture = await source.read(index).catch(String);
      return typeof picture === "string" ? picture : [...picture.pixels.subarray(33)];
    }),
  );
}

test("reads the datasets library's files where the pictures lie in them", async () => {
  const cache = folder({});
  const paths = [0, 1].map((shard) => table(`train-0000${shard}-of-00002.parquet`));
  const source = await parquetImages(paths, { labels: true, cache });
  expect(await shown(source)).toEqual(colours);
  expect(source.labels).toEqual(Int32Array.of(2, 0, 1, 1, 2, 0));
  expect(source.classes).toEqual(["cat", "dog", "owl"]);
  expect([source.key(3), source.key(4)]).toEqual([
    "train-00000-of-00002.parquet#3",
    "train-00001-of-00002.parquet#0",
  ]);
  expect(source.locate(5)).toMatchObject({ kind: "file", path: paths[1] });
  expect(readdirSync(cache)).toEqual([]);
});

test.for([
  ["snappy", 1],
  ["gzip", 1],
  ["brotli", 1],
  ["zstd", 1],
  ["lz4", 1],
  ["pages-2", 1],
  ["delta", 1],
  ["dictionary", 0],
  ["pages-2-plain", 0],
  ["delta-length", 0],
] as const)("reads %s as pyarrow writes it, with %i file in the cache", async ([name, files]) => {
  const cache = folder({});
  const source = await parquetImages(table(`${name}.parquet`), { labels: true, cache });
  expect(await shown(source)).toEqual(colours);
  expect(source.labels).toEqual(Int32Array.of(2, 0, 1, 1, 2, 0));
  expect(source.classes).toEqual(["cat", "dog", "owl"]);
  expect(readdirSync(cache)).toHaveLength(files);
});

test.for(["polars", "duckdb-2", "fastparquet"])("reads what %s writes", async (name) => {
  const source = await parquetImages(table(`${name}.parquet`), {
    labels: true,
    cache: folder({}),
  });
  expect(await shown(source)).toEqual(colours);
  expect(source.labels).toEqual(Int32Array.of(2, 0, 1, 1, 2, 0));
});

test("reads a folder's files in the order of their names", async () => {
  const root = folder({
    "b.parquet": tableBytes("train-00001-of-00002.parquet"),
    "a.parquet": tableBytes("train-00000-of-00002.parquet"),
    "readme.md": "",
    ".c.parquet": "",
  });
  const source = await parquetImages(root);
  expect(await shown(source)).toEqual(colours);
  expect([source.key(0), source.key(5)]).toEqual(["a.parquet#0", "b.parquet#1"]);
  expect(source.labels).toBeUndefined();
});

test("reads a binary column, and labels of text", async () => {
  const path = table("plain.parquet");
  const source = await parquetImages(path, { image: "photo", label: "kind", cache: folder({}) });
  expect(source.labels).toEqual(Int32Array.of(1, 0, 1));
  expect(source.classes).toEqual(["cat", "dog"]);
  expect(await shown(source)).toEqual([
    colours[0],
    'Error: Source.read: "plain.parquet#1" cannot be read: the row has no picture.',
    colours[2],
  ]);
});

test("keeps rows without a picture, as pictures that cannot be read", async () => {
  const source = await parquetImages(table("holes.parquet"), { cache: folder({}) });
  const missing = (row: number): string =>
    `Error: Source.read: "holes.parquet#${row}" cannot be read: the row has no picture.`;
  expect(await shown(source)).toEqual([colours[0], missing(1), missing(2), colours[3]]);
});

test("loading skips and lists rows without a picture", async () => {
  const source = await parquetImages(table("holes.parquet"), { cache: folder({}) });
  const pipeline = keyedViews({ count: 1, size: 2 });
  const made = evaluationBatches(source, pipeline, { batchSize: 4 });
  const rows: number[] = [];
  for await (const { images, indices } of made) {
    rows.push(...indices);
    images.dispose();
  }
  expect(rows).toEqual([0, 3]);
  expect(made.skipped).toEqual(
    [1, 2].map((index) => ({
      index,
      key: `holes.parquet#${index}`,
      reason: "the row has no picture",
    })),
  );
  await made.close();
});

test("says where a file changed after it was opened", async () => {
  const root = folder({ "a.parquet": tableBytes("delta-length.parquet") });
  const source = await parquetImages(root);
  utimesSync(join(root, "a.parquet"), 1, 1);
  await expect(source.read(0)).rejects.toThrow("the file was changed since it was opened");
});

test("unpacks a file once; again if it changed, or the copy is not whole", async () => {
  const cache = folder({});
  const root = folder({ "a.parquet": tableBytes("snappy.parquet") });
  const path = join(root, "a.parquet");
  const copies = (): string[] => readdirSync(cache).map((name) => join(cache, name));
  const open = () => parquetImages(path, { cache });
  const first = await open();
  const [copy = ""] = copies();
  expect(first.locate(0)).toMatchObject({ path: copy });
  const { ino } = statSync(copy);
  await open();
  expect(statSync(copy).ino).toBe(ino);
  truncateSync(copy, statSync(copy).size - 1);
  expect(await shown(await open())).toEqual(colours);
  expect(statSync(copy).ino).not.toBe(ino);
  const damaged = readFileSync(copy);
  damaged[damaged.length - 60] = 99; // one of the places
  writeFileSync(copy, damaged);
  expect(await shown(await open())).toEqual(colours);
  utimesSync(path, 1, 1);
  expect(await shown(await open())).toEqual(colours);
  expect(copies()).toHaveLength(2);
});

test("takes away what other copies left when they were broken off an hour ago", async () => {
  const cache = folder({});
  await parquetImages(table("snappy.parquet"), { cache });
  const [name = ""] = readdirSync(cache);
  for (const [part, age] of [
    ["1-a.part", 7200],
    ["2-b.part", 60],
  ] as const) {
    writeFileSync(join(cache, `${name}.${part}`), "");
    const time = Date.now() / 1000 - age;
    utimesSync(join(cache, `${name}.${part}`), time, time);
  }
  truncateSync(join(cache, name));
  await parquetImages(table("snappy.parquet"), { cache });
  expect(readdirSync(cache).sort()).toEqual([name, `${name}.2-b.part`].sort());
});

test("copies to XDG_CACHE_HOME by default, and passes over a relative one", async () => {
  const home = folder({});
  vi.stubEnv("XDG_CACHE_HOME", home);
  await parquetImages(table("snappy.parquet"));
  expect(readdirSync(join(home, "unlabeled", "parquet"))).toHaveLength(1);
  const other = folder({});
  vi.stubEnv("XDG_CACHE_HOME", "relative");
  vi.stubEnv("HOME", other);
  await parquetImages(table("snappy.parquet"));
  expect(readdirSync(join(other, ".cache", "unlabeled", "parquet"))).toHaveLength(1);
});

test("the fingerprint depends on names, rows and sizes, not on how the file is packed", async () => {
  const print = async (name: string, as = "a"): Promise<string> => {
    const root = folder({ [`${as}.parquet`]: tableBytes(`${name}.parquet`) });
    return (await parquetImages(root, { cache: folder({}) })).fingerprint;
  };
  const first = await print("snappy");
  expect(await print("delta-length")).toBe(first);
  expect(await print("snappy", "b")).not.toBe(first);
  expect(await print("holes")).not.toBe(first);
});

test("gives back any bytes and labels that another writer writes", async () => {
  const bytes = fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 40 }); // few: beginnings are shared
  const row = fc.record({
    image: fc.option(bytes.map((values) => Uint8Array.from(values))),
    label: fc.oneof(fc.nat({ max: 9 }), fc.nat({ max: 0x7fffffff })),
  });
  const file = fc.record({
    rows: fc.array(row, { minLength: 1, maxLength: 60 }),
    codec: fc.constantFrom("SNAPPY" as const, "UNCOMPRESSED" as const),
    rowGroupSize: fc.integer({ min: 1, max: 60 }),
    pageSize: fc.integer({ min: 1, max: 999 }),
    encoding: fc.constantFrom(
      undefined,
      "PLAIN" as const,
      "DELTA_LENGTH_BYTE_ARRAY" as const,
      "DELTA_BYTE_ARRAY" as const,
    ),
    labelEncoding: fc.constantFrom(undefined, "PLAIN" as const, "DELTA_BINARY_PACKED" as const),
  });
  await fc.assert(
    fc.asyncProperty(file, async ({ rows, encoding, labelEncoding, ...options }) => {
      const [image, label] = [rows.map((each) => each.image), rows.map((each) => each.label)];
      const written = parquetWriteBuffer({
        ...options,
        columnData: [
          { name: "image", data: image, type: "BYTE_ARRAY", nullable: true, encoding },
          { name: "label", data: label, type: "INT32", encoding: labelEncoding },
        ],
      });
      const root = folder({ "a.parquet": Buffer.from(written) });
      const source = await parquetImages(root, { labels: true, cache: root });
      expect([...(source.labels ?? [])]).toEqual(label);
      for (const [i, bytes] of image.entries()) {
        const place = source.locate(i);
        if (place.kind === "file") {
          const { path, offset = 0, length = 0 } = place;
          const found = readFileSync(path).subarray(offset, offset + length);
          expect(found).toEqual(Buffer.from(bytes ?? []));
        } else {
          expect(bytes).toBe(null);
          expect(place).toEqual({ kind: "unreadable", reason: "the row has no picture" });
        }
      }
    }),
    { seed: 1, numRuns: 100 },
  );
});

async function message(path: string, options: ParquetImagesOptions = {}): Promise<string> {
  const error = await parquetImages(path, { cache: folder({}), ...options }).catch(String);
  return String(error).replaceAll(table("").slice(0, -1), "TABLES");
}

test("says which columns it needs", async () => {
  const plain = table("plain.parquet");
  expect(await message(plain)).toMatchInlineSnapshot(
    `"RangeError: parquetImages: "TABLES/plain.parquet" must be a whole Parquet file of pictures; got 2 columns that may be the image: photo, other. Name one of them: { image: … }."`,
  );
  expect(await message(plain, { image: "picture" })).toMatchInlineSnapshot(
    `"RangeError: parquetImages: "TABLES/plain.parquet" must be a whole Parquet file of pictures; got no column "picture" among the columns photo, kind, number, score, other."`,
  );
  expect(await message(plain, { image: "kind" })).toMatchInlineSnapshot(
    `"RangeError: parquetImages: "TABLES/plain.parquet" must be a whole Parquet file of pictures; got the column "kind" of another type. Pictures must be a binary column, or a structure of bytes and path."`,
  );
  expect(await message(table("many.parquet"))).toMatchInlineSnapshot(
    `"RangeError: parquetImages: "TABLES/many.parquet" must be a whole Parquet file of pictures; got the column "image" of another type. Pictures must be a binary column, or a structure of bytes and path."`,
  );
  expect(await message(plain, { image: "photo", labels: true })).toMatchInlineSnapshot(
    `"RangeError: parquetImages: "TABLES/plain.parquet" must be a whole Parquet file of pictures; got no column "label" among the columns photo, kind, number, score, other. Name one of them: { label: … }."`,
  );
  expect(await message(plain, { image: "photo", label: "score" })).toMatchInlineSnapshot(
    `"RangeError: parquetImages: "TABLES/plain.parquet" must be a whole Parquet file of pictures; got the column "score" of another type. Labels must be whole numbers or text."`,
  );
});

test("says what labels must be", async () => {
  const plain = table("plain.parquet");
  expect(await message(plain, { image: "photo", label: "number" })).toMatchInlineSnapshot(
    `"RangeError: parquetImages: with labels, every row must have one; got 1 of 3 without (the first is "plain.parquet#1"). Leave labels out."`,
  );
  expect(await message(table("holes.parquet"), { labels: true })).toMatchInlineSnapshot(
    `"RangeError: parquetImages: labels must be in [0, 3), one of the file's classes; got -1 for "holes.parquet#2". Leave labels out where a row has none."`,
  );
  const root = folder({});
  copyFileSync(table("snappy.parquet"), join(root, "a.parquet"));
  const file = parquetWriteBuffer({
    columnData: [
      { name: "image", data: [Uint8Array.of(1)], type: "BYTE_ARRAY" },
      { name: "label", data: [0], type: "INT32" },
    ],
  });
  writeFileSync(join(root, "b.parquet"), Buffer.from(file));
  expect((await message(root, { labels: true })).replaceAll(root, "ROOT")).toMatchInlineSnapshot(
    `"RangeError: parquetImages: files must have the same classes in the same order; got others in "ROOT/b.parquet" than in "ROOT/a.parquet"."`,
  );
});

test("says which files it needs", async () => {
  const inFolder = async (files: Record<string, Buffer | string>): Promise<string> => {
    const root = folder(files);
    return (await message(root)).replaceAll(root, "ROOT");
  };
  expect(await inFolder({})).toMatchInlineSnapshot(
    `"RangeError: parquetImages: a folder must have .parquet files directly in it; got none in "ROOT"."`,
  );
  const shard = tableBytes("train-00000-of-00002.parquet");
  expect(
    await inFolder({
      "train-00000-of-00001.parquet": shard,
      "test-00000-of-00001.parquet": shard,
    }),
  ).toMatchInlineSnapshot(
    `"RangeError: parquetImages: the files of a folder must be of one split; got test, train in "ROOT". Name the files of one, such as "ROOT/train-00000-of-00001.parquet"."`,
  );
  expect(await message("/nowhere.parquet")).toMatchInlineSnapshot(
    `"RangeError: parquetImages: path must be an existing file or folder; got "/nowhere.parquet"."`,
  );
  expect(String(await parquetImages([]).catch(String))).toMatchInlineSnapshot(
    `"RangeError: parquetImages: paths must name at least one file; got none."`,
  );
  expect(await message(table("empty.parquet"))).toMatchInlineSnapshot(
    `"RangeError: parquetImages: the files must have at least one row; got none in "TABLES/empty.parquet"."`,
  );
  expect(await message(table("encrypted.parquet"))).toMatchInlineSnapshot(
    `"RangeError: parquetImages: "TABLES/encrypted.parquet" must be a whole Parquet file of pictures; got an encrypted file. Write it again without encryption."`,
  );
  expect(await message(table("encrypted-columns.parquet"))).toMatchInlineSnapshot(
    `"RangeError: parquetImages: "TABLES/encrypted-columns.parquet" must be a whole Parquet file of pictures; got the encrypted column "image.bytes". Write the file again without encryption."`,
  );
});

test("refuses damaged and lying files", async () => {
  const refused = async (file: Buffer | string): Promise<string> => {
    const root = folder({ "a.parquet": file });
    return (await message(join(root, "a.parquet"))).replaceAll(root, "ROOT");
  };
  const good = tableBytes("snappy.parquet");
  const changed = (at: number, ...bytes: number[]): Buffer => {
    const file = Buffer.from(good);
    file.set(bytes, at);
    return file;
  };
  expect(await refused("")).toMatchInlineSnapshot(
    `"RangeError: parquetImages: "ROOT/a.parquet" must be a whole Parquet file of pictures; got an empty file."`,
  );
  expect(await refused("PAR1")).toMatchInlineSnapshot(
    `"RangeError: parquetImages: "ROOT/a.parquet" must be a whole Parquet file of pictures; got another kind of file."`,
  );
  expect(await refused("some text that is long enough")).toMatchInlineSnapshot(
    `"RangeError: parquetImages: "ROOT/a.parquet" must be a whole Parquet file of pictures; got another kind of file."`,
  );
  expect(await refused(good.subarray(0, 200))).toMatchInlineSnapshot(
    `"RangeError: parquetImages: "ROOT/a.parquet" must be a whole Parquet file of pictures; got a file that is cut short."`,
  );
  expect(await refused(good.subarray(50))).toMatchInlineSnapshot(
    `"RangeError: parquetImages: "ROOT/a.parquet" must be a whole Parquet file of pictures; got another kind of file."`,
  );
  expect(await refused(changed(good.length - 8, 0xff, 0xff, 0xff, 0x7f))).toMatchInlineSnapshot(
    `"RangeError: parquetImages: "ROOT/a.parquet" must be a whole Parquet file of pictures; got a footer that claims 2147483647 bytes."`,
  );
  const footer = good.length - 8 - good.readUInt32LE(good.length - 8);
  expect(await refused(changed(footer, 0xff, 0xff, 0xff))).toMatchInlineSnapshot(
    `"RangeError: parquetImages: "ROOT/a.parquet" must be a whole Parquet file of pictures; got a damaged footer."`,
  );
  expect(await refused(changed(4, 0xff))).toMatchInlineSnapshot(
    `"RangeError: parquetImages: "ROOT/a.parquet" must be a whole Parquet file of pictures; got a damaged header of a page at byte 4."`,
  );
  const zstd = tableBytes("zstd.parquet");
  zstd[60] = (zstd[60] ?? 0) ^ 1;
  expect(await refused(zstd)).toMatchInlineSnapshot(
    `"RangeError: parquetImages: "ROOT/a.parquet" must be a whole Parquet file of pictures; got a damaged page at byte 26 (its checksum is wrong)."`,
  );
});

test.for(["snappy", "dictionary", "delta", "delta-length", "zstd", "pages-2"])(
  "any cut or changed %s file is read or refused, never more",
  async (name) => {
    const whole = tableBytes(`${name}.parquet`);
    const place = fc.nat({ max: whole.length - 1 });
    const changes = fc.array(fc.tuple(place, fc.nat({ max: 255 })), { minLength: 1, maxLength: 3 });
    const cache = folder({});
    await fc.assert(
      fc.asyncProperty(changes, fc.option(place), async (all, end) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of all) bytes[at] = value;
        writeFileSync(join(cache, "a.parquet"), bytes.subarray(0, end ?? bytes.length));
        const error = await parquetImages(join(cache, "a.parquet"), { labels: true, cache }).catch(
          (problem: unknown) => problem,
        );
        if (error instanceof Error) expect(String(error)).toMatch(/^RangeError: parquetImages: /);
      }),
      { seed: 1, numRuns: 200 },
    );
  },
);

test("says where there is no room for a copy", async () => {
  const root = folder({ file: "" });
  const path = table("snappy.parquet");
  const text = await message(path, { cache: join(root, "file", "cache") });
  expect(text.replaceAll(root, "ROOT")).toMatchInlineSnapshot(
    `"RangeError: parquetImages: cache must be a folder with room for the pictures of "TABLES/snappy.parquet", whose pages are packed; got ENOTDIR: not a directory, mkdir 'ROOT/file/cache'. Pass another, or write the file without compression."`,
  );
});
