import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { folder } from "../../../fixtures/pictures.ts";
import { idxFiles } from "./idx-files.ts";

function idx(shape: number[], bytes: number[], type = 8): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, type, shape.length]);
  shape.forEach((length, axis) => {
    header.writeUInt32BE(length, 4 + 4 * axis);
  });
  return Buffer.concat([header, Buffer.from(bytes)]);
}

const grey = idx([2, 2, 3], [0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255]);
const labels = idx([2], [7, 9]);

test.for([false, true])("reads grey pictures and labels (gzip: %s)", async (zipped) => {
  const pack = (bytes: Buffer): Buffer => (zipped ? gzipSync(bytes) : bytes);
  const root = folder({ images: pack(grey), labels: pack(labels) });
  const source = await idxFiles({ images: join(root, "images"), labels: join(root, "labels") });
  expect(source.length).toBe(2);
  expect(source.labels).toEqual(Int32Array.of(7, 9));
  expect(source.key(1)).toBe("images#1");
  const { width, height, pixels } = await source.read(1);
  expect([width, height]).toEqual([3, 2]);
  const three = [250, 251, 252, 253, 254, 255].flatMap((value) => [value, value, value]);
  expect([...pixels]).toEqual(three);
});

test("reads coloured pictures", async () => {
  const images = join(folder({ images: idx([2, 1, 1, 3], [1, 2, 3, 4, 5, 6]) }), "images");
  const source = await idxFiles({ images });
  expect([...(await source.read(1)).pixels]).toEqual([4, 5, 6]);
  expect(source.labels).toBeUndefined();
});

test("the fingerprint depends on every byte of the pictures and not on compression", async () => {
  const print = async (file: Buffer): Promise<string> =>
    (await idxFiles({ images: join(folder({ file }), "file") })).fingerprint;
  const first = await print(grey);
  const changed = Buffer.from(grey);
  changed[20] = 99;
  expect(await print(gzipSync(grey))).toBe(first);
  expect(await print(changed)).not.toBe(first);
});

test("says what is wrong with files it refuses", async () => {
  const message = async (images: Buffer, other?: Buffer): Promise<string> => {
    const root = folder({ images, labels: other ?? "" });
    const error = await idxFiles({
      images: join(root, "images"),
      labels: other && join(root, "labels"),
    }).catch(String);
    return String(error).replaceAll(root, "ROOT");
  };
  expect(await message(Buffer.from("text"))).toMatchInlineSnapshot(
    `"RangeError: idxFiles: "ROOT/images" must be a whole IDX file of bytes; got another kind of file."`,
  );
  expect(await message(idx([1, 1, 1], [0], 13))).toMatchInlineSnapshot(
    `"RangeError: idxFiles: "ROOT/images" must be a whole IDX file of bytes; got elements of type 0xd."`,
  );
  expect(await message(grey.subarray(0, 10))).toMatchInlineSnapshot(
    `"RangeError: idxFiles: "ROOT/images" must be a whole IDX file of bytes; got a header that is cut short."`,
  );
  expect(await message(grey.subarray(0, -1))).toMatchInlineSnapshot(
    `"RangeError: idxFiles: "ROOT/images" must be a whole IDX file of bytes; got 11 bytes for the shape [2, 2, 3], which has 12."`,
  );
  expect(await message(gzipSync(grey).subarray(0, 20))).toMatchInlineSnapshot(
    `"RangeError: idxFiles: "ROOT/images" must be a whole gzip file; got damaged data. Copy or download it again."`,
  );
  expect(await message(labels)).toMatchInlineSnapshot(
    `"RangeError: idxFiles: images must have shape [N, H, W], [N, H, W, 1] or [N, H, W, 3] with no 0; got [2] in "ROOT/images"."`,
  );
  expect(await message(idx([1, 1, 1, 2], [0, 0]))).toMatchInlineSnapshot(
    `"RangeError: idxFiles: images must have shape [N, H, W], [N, H, W, 1] or [N, H, W, 3] with no 0; got [1, 1, 1, 2] in "ROOT/images"."`,
  );
  expect(await message(grey, idx([3], [1, 2, 3]))).toMatchInlineSnapshot(
    `"RangeError: idxFiles: labels must have shape [2], one a picture; got [3] in "ROOT/labels"."`,
  );
});
