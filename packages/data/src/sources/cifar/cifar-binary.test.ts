import { copyFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { folder } from "../../../fixtures/pictures.ts";
import { counted, table, tableBytes } from "../../../fixtures/tables.ts";
import { cifarBinary } from "./cifar-binary.ts";

const PIXELS = 3072;

test("reads CIFAR-10 as numpy's transpose of its planes does", async () => {
  const source = await cifarBinary(table("data_batch_1.bin"), { labels: true });
  expect(source.length).toBe(3);
  expect(source.labels).toEqual(Int32Array.of(9, 0, 3));
  expect(source.classes).toBeUndefined();
  for (let i = 0; i < 3; i++) {
    const { width, height, pixels } = await source.read(i);
    expect([width, height]).toEqual([32, 32]);
    expect([...pixels]).toEqual(counted(i * PIXELS, PIXELS));
  }
  expect((await cifarBinary(table("data_batch_1.bin"))).labels).toBeUndefined();
});

test("reads CIFAR-100 with its fine or its coarse labels", async () => {
  const fine = await cifarBinary(table("train.bin"), { labels: true });
  expect(fine.labels).toEqual(Int32Array.of(99, 5, 42));
  const coarse = await cifarBinary([table("train.bin")], { labels: true, fine: false });
  expect(coarse.labels).toEqual(Int32Array.of(19, 0, 3));
  expect([...(await coarse.read(2)).pixels]).toEqual(counted(2 * PIXELS, PIXELS));
});

test("takes several files in the order given", async () => {
  const root = folder({});
  for (const name of ["data_batch_2.bin", "test_batch.bin"]) {
    copyFileSync(table("data_batch_1.bin"), join(root, name));
  }
  const source = await cifarBinary(
    ["test_batch.bin", "data_batch_2.bin"].map((name) => join(root, name)),
    { labels: true },
  );
  expect(source.length).toBe(6);
  expect([source.key(0), source.key(2), source.key(3), source.key(5)]).toEqual([
    "test_batch.bin#0",
    "test_batch.bin#2",
    "data_batch_2.bin#0",
    "data_batch_2.bin#2",
  ]);
  expect(source.labels).toEqual(Int32Array.of(9, 0, 3, 9, 0, 3));
  expect([...(await source.read(4)).pixels]).toEqual(counted(PIXELS, PIXELS));
});

test("names classes from the archive's files", async () => {
  const names = (count: number, prefix: string): string =>
    `${Array.from({ length: count }, (_, i) => `${prefix}${i}`).join("\n")}\n\n`;
  const root = folder({
    "data_batch_1.bin": tableBytes("data_batch_1.bin"),
    "batches.meta.txt": names(10, "ten"),
    "train.bin": tableBytes("train.bin"),
    "fine_label_names.txt": names(100, "fine"),
    "coarse_label_names.txt": names(20, "coarse"),
  });
  const last = async (name: string, fine?: boolean): Promise<string | undefined> =>
    (await cifarBinary(join(root, name), { labels: true, fine })).classes?.at(-1);
  expect(await last("data_batch_1.bin")).toBe("ten9");
  expect(await last("train.bin")).toBe("fine99");
  expect(await last("train.bin", false)).toBe("coarse19");
});

test("the fingerprint depends on every byte of the pictures, not on labels or names", async () => {
  const print = async (name: string, change = -1): Promise<string> => {
    const bytes = tableBytes(name);
    if (change >= 0) bytes[change] = (bytes[change] as number) ^ 1;
    const path = join(folder({ [name]: bytes }), name);
    return (await cifarBinary(path)).fingerprint;
  };
  const first = await print("data_batch_1.bin");
  expect(await print("train.bin")).toBe(first);
  expect(await print("data_batch_1.bin", 0)).toBe(first);
  expect(await print("data_batch_1.bin", 9218)).not.toBe(first);
});

test("gives back any pictures and labels that are written", async () => {
  const record = fc.record({
    label: fc.nat({ max: 9 }),
    pixels: fc.uint8Array({ minLength: PIXELS, maxLength: PIXELS }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 4 }), async (records) => {
      const file = Buffer.concat(
        records.map(({ label, pixels }) => {
          const planes = pixels.map((_, i) => pixels[(i % 1024) * 3 + Math.floor(i / 1024)] ?? 0);
          return Buffer.from([label, ...planes]);
        }),
      );
      const source = await cifarBinary(join(folder({ "my.bin": file }), "my.bin"), {
        labels: true,
      });
      expect([...(source.labels ?? [])]).toEqual(records.map(({ label }) => label));
      for (const [i, { pixels }] of records.entries()) {
        expect(Buffer.from((await source.read(i)).pixels).equals(pixels)).toBe(true);
      }
    }),
    { seed: 1, numRuns: 20 },
  );
});

test("says what is wrong with files it refuses", async () => {
  const message = async (
    files: Record<string, Uint8Array | string>,
    options = {},
  ): Promise<string> => {
    const root = folder(files);
    const paths = Object.keys(files)
      .filter((name) => name.endsWith(".bin"))
      .map((name) => join(root, name));
    const error = await cifarBinary(paths, { labels: true, ...options }).catch(String);
    return String(error).replaceAll(root, "ROOT");
  };
  const ten = tableBytes("data_batch_1.bin");
  const hundred = tableBytes("train.bin");
  expect(await message({})).toMatchInlineSnapshot(
    `"RangeError: cifarBinary: paths must name at least one file; got none."`,
  );
  expect(await message({ "a.bin": "" })).toMatchInlineSnapshot(
    `"RangeError: cifarBinary: "ROOT/a.bin" must be whole records of 3073 bytes (CIFAR-10) or 3074 bytes (CIFAR-100), one or more; got 0 bytes."`,
  );
  expect(await message({ "test.bin": ten })).toMatchInlineSnapshot(
    `"RangeError: cifarBinary: "ROOT/test.bin" must be whole records of 3074 bytes (CIFAR-100), one or more; got 9219 bytes."`,
  );
  expect(await message({ "a.bin": ten.subarray(0, -1) })).toMatchInlineSnapshot(
    `"RangeError: cifarBinary: "ROOT/a.bin" must be whole records of 3073 bytes (CIFAR-10) or 3074 bytes (CIFAR-100), one or more; got 9218 bytes."`,
  );
  expect(await message({ "a.bin": Buffer.alloc(3073 * 3074) })).toMatchInlineSnapshot(
    `"RangeError: cifarBinary: "ROOT/a.bin" must be CIFAR-10's or CIFAR-100's binary version; got 9446402 bytes, which is whole records of both. Name it data_batch_1.bin (CIFAR-10) or train.bin (CIFAR-100)."`,
  );
  expect(await message({ "a.bin": Buffer.alloc(2 * 3073, 10) })).toMatchInlineSnapshot(
    `"RangeError: cifarBinary: labels in "ROOT/a.bin" must be below 10, as CIFAR-10 has them; got 10 in record 0. It is another kind of file."`,
  );
  expect(await message({ "a.bin": Buffer.alloc(3074, 20) })).toMatchInlineSnapshot(
    `"RangeError: cifarBinary: labels in "ROOT/a.bin" must be below 20, as CIFAR-100 has them; got 20 in record 0. It is another kind of file."`,
  );
  expect(await message({ "a.bin": ten, "b.bin": hundred })).toMatchInlineSnapshot(
    `"RangeError: cifarBinary: paths must all be of one kind; got "ROOT/a.bin" of CIFAR-10 and "ROOT/b.bin" of CIFAR-100."`,
  );
  expect(await message({ "a.bin": ten }, { fine: true })).toMatchInlineSnapshot(
    `"RangeError: cifarBinary: fine must be left out where the files are CIFAR-10's; got true."`,
  );
  expect(await message({ "a.bin": ten, "batches.meta.txt": "cat\ndog\n" })).toMatchInlineSnapshot(
    `"RangeError: cifarBinary: "ROOT/batches.meta.txt" must have 10 names of classes, one a line; got 2. Correct it, or take it away."`,
  );
  expect(String(await cifarBinary("/nowhere.bin").catch(String))).toMatchInlineSnapshot(
    `"RangeError: cifarBinary: path must be an existing file or folder; got "/nowhere.bin"."`,
  );
});
