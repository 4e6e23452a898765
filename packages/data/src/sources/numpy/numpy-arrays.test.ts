import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { folder } from "../../../fixtures/pictures.ts";
import { counted, table, tableBytes } from "../../../fixtures/tables.ts";
import { numpyArrays } from "./numpy-arrays.ts";

const images = table("x_train.npy");
const archive = table("images.npz");

/** A .npy file by hand, so that its header can lie. */
function npy(header: string, content: Uint8Array = new Uint8Array(0)): Buffer {
  const text = Buffer.from(`${header}\n`, "latin1");
  const start = Buffer.from("\x93NUMPY\x01\x00\0\0", "latin1");
  start.writeUInt16LE(text.length, 8);
  return Buffer.concat([start, text, content]);
}

function header(shape: readonly number[], type = "|u1"): string {
  return `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(", ")},), }`;
}

/** A zip archive of one member, so that its sizes can lie. */
function npz(
  name: string,
  file: Buffer,
  changed: { size?: number; method?: number; flags?: number; crc?: number } = {},
): Buffer {
  const packed = deflateRawSync(file);
  const [{ method = 8, flags = 0 }, path] = [changed, Buffer.from(`${name}.npy`)];
  const local = Buffer.alloc(30);
  local.write("PK\x03\x04", "latin1");
  local.writeUInt16LE(path.length, 26);
  const entry = Buffer.alloc(46);
  entry.write("PK\x01\x02", "latin1");
  entry.writeUInt16LE(flags, 8);
  entry.writeUInt16LE(method, 10);
  entry.writeUInt32LE(changed.crc ?? crc32(file), 16);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(changed.size ?? file.length, 24);
  entry.writeUInt16LE(path.length, 28);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt32LE(46 + path.length, 12);
  end.writeUInt32LE(30 + path.length + packed.length, 16);
  return Buffer.concat([local, path, packed, entry, path, end]);
}

async function all(place: string, channels?: "first" | "last"): Promise<number[]> {
  const source = await numpyArrays({ images: place, channels });
  const pictures = await Promise.all(
    Array.from({ length: source.length }, (_, index) => source.read(index)),
  );
  return pictures.flatMap(({ pixels }) => [...pixels]);
}

const tripled = (values: readonly number[]): number[] => values.flatMap((v) => [v, v, v]);

test.for([1, 2, 3])("reads version %i of the format", async (version) => {
  expect(await all(table(`version-${version}.npy`))).toEqual(counted(0, 2 * 4 * 5 * 3));
});

test("reads grey pictures, with one label each", async () => {
  const source = await numpyArrays({ images, labels: table("y_train.npy") });
  expect(source.labels).toEqual(Int32Array.of(2, 0, 1));
  expect(source.key(2)).toBe("x_train.npy#2");
  const { width, height, pixels } = await source.read(1);
  expect([width, height]).toEqual([5, 4]);
  expect([...pixels]).toEqual(tripled(counted(20, 20)));
  expect((await numpyArrays({ images })).labels).toBeUndefined();
});

test.for(["grey", "grey_last", "grey_first"])(
  "reads the grey array %s of an archive",
  async (name) => {
    expect(await all(`${archive}#${name}`)).toEqual(tripled(counted(0, 60)));
  },
);

test("reads channels last and channels first", async () => {
  expect(await all(`${archive}#last`)).toEqual(counted(0, 120));
  const interleaved = Array.from({ length: 120 }, (_, i) => {
    const [picture, pixel, channel] = [Math.floor(i / 60), Math.floor((i % 60) / 3), i % 3];
    return picture * 60 + channel * 20 + pixel;
  });
  expect(await all(`${archive}#first`)).toEqual(interleaved);
});

test("asks which axis is that of channels where it can be two", async () => {
  const last = await numpyArrays({ images: `${archive}#either`, channels: "last" });
  const first = await numpyArrays({ images: `${archive}#either`, channels: "first" });
  const size = async (source: typeof last): Promise<number[]> => {
    const { width, height, pixels } = await source.read(0);
    return [width, height, ...pixels.subarray(0, 3)];
  };
  expect(await size(last)).toEqual([4, 3, 0, 1, 2]);
  expect(await size(first)).toEqual([3, 4, 0, 12, 24]);
});

test.for(["i1", "u1", "<i2", ">i2", "<u2", "<i4", ">u4", "<i8", ">i8", "<u8", "column", "fortran"])(
  "reads labels of %s",
  async (name) => {
    const source = await numpyArrays({ images, labels: `${table("labels.npz")}#${name}` });
    expect(source.labels).toEqual(Int32Array.of(2, 0, 1));
  },
);

test("reads deflated arrays of an archive by name", async () => {
  const medical = table("medical.npz");
  const source = await numpyArrays({
    images: `${medical}#val_images`,
    labels: `${medical}#val_labels`,
  });
  expect(source.key(1)).toBe("medical.npz#val_images#1");
  expect(source.labels).toEqual(Int32Array.of(2, 0, 1));
  expect([...(await source.read(2)).pixels]).toEqual(counted(2 * 2352, 2352));
});

test("gives back any array that is written, stored or deflated", async () => {
  const side = fc.integer({ min: 4, max: 9 });
  const shapes = fc.tuple(fc.integer({ min: 1, max: 5 }), side, side, fc.constantFrom(1, 3));
  await fc.assert(
    fc.asyncProperty(shapes, fc.nat(), async (shape, salt) => {
      const size = shape.reduce((product, length) => product * length);
      const content = Uint8Array.from({ length: size }, (_, i) => (i * 7919 + salt) >> 3);
      const file = npy(header(shape), content);
      const root = folder({ "a.npy": file, "a.npz": npz("a", file) });
      const want = shape[3] === 3 ? [...content] : tripled([...content]);
      expect(await all(join(root, "a.npy"))).toEqual(want);
      expect(await all(join(root, "a.npz"))).toEqual(want);
    }),
    { seed: 1, numRuns: 30 },
  );
});

test("the fingerprint depends on every byte of the pictures, not on where they are packed", async () => {
  const print = async (name: string, file: Buffer): Promise<string> =>
    (await numpyArrays({ images: join(folder({ [name]: file }), name) })).fingerprint;
  const file = npy(header([2, 4, 5]), Uint8Array.from(counted(0, 40)));
  const changed = Buffer.from(file);
  changed[changed.length - 1] = 0;
  const first = await print("a.npy", file);
  expect(await print("b.npz", npz("x", file))).toBe(first);
  expect(await print("a.npy", changed)).not.toBe(first);
});

async function message(
  place: string,
  options: { labels?: string; channels?: "first" | "last" } = {},
): Promise<string> {
  const error = await numpyArrays({ images: place, ...options }).catch(String);
  return String(error).replaceAll(table("").slice(0, -1), "TABLES");
}

test("says what arrays of pictures must be", async () => {
  const refused = (name: string, options = {}) => message(`${archive}#${name}`, options);
  expect(await refused("either")).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: images must have channels: "first" or "last", as the shape can be read in both ways; got [2, 3, 4, 3] in "TABLES/images.npz#either"."`,
  );
  expect(await refused("last", { channels: "first" })).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: images must have 1 or 3 channels on axis 1, as channels: "first" says; got [2, 4, 5, 3] in "TABLES/images.npz#last"."`,
  );
  expect(await refused("first", { channels: "last" })).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: images must have 1 or 3 channels on the last axis, as channels: "last" says; got [2, 3, 4, 5] in "TABLES/images.npz#first"."`,
  );
  expect(await refused("one")).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: images must have shape [1, H, W, 3] if it is one picture, or [N, H, 3, 1] if it is grey ones 3 wide; got [4, 5, 3] in "TABLES/images.npz#one"."`,
  );
  expect(await refused("flat")).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: images must have shape [N, H, W], [N, H, W, 1], [N, H, W, 3], [N, 1, H, W] or [N, 3, H, W]; got [3, 20] in "TABLES/images.npz#flat"."`,
  );
  expect(await refused("four")).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: images must have shape [N, H, W], [N, H, W, 1], [N, H, W, 3], [N, 1, H, W] or [N, 3, H, W]; got [2, 4, 5, 4] in "TABLES/images.npz#four"."`,
  );
  expect(await refused("none")).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: images must have at least one picture of at least one pixel; got [0, 4, 5] in "TABLES/images.npz#none"."`,
  );
  expect(await refused("fortran")).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: images must be saved in C order; got Fortran order in "TABLES/images.npz#fortran". Save numpy.ascontiguousarray(images)."`,
  );
  expect(await refused("floats")).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: images must be bytes of 0 to 255, numpy's uint8; got float32 in "TABLES/images.npz#floats". Convert them first."`,
  );
  expect(await refused("words")).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: "TABLES/images.npz#words" must be a whole .npz file of one plain array; got elements of type "<U1"."`,
  );
  expect(await refused("records")).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: "TABLES/images.npz#records" must be a whole .npz file of one plain array; got an array of records with named fields."`,
  );
  expect(await refused("objects")).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: "TABLES/images.npz#objects" must be a whole .npz file of one plain array; got Python objects (pickled), which are not read. Save numbers."`,
  );
  expect(await refused("nothing")).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: images must name one array of the .npz file, such as "TABLES/images.npz#grey"; got "TABLES/images.npz#nothing", which has grey, grey_last, grey_first, last, first, either, one, flat, four, none, fortran, floats, words, records, objects."`,
  );
  expect(await message(table("medical.npz"))).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: images must name one array of the .npz file, such as "TABLES/medical.npz#train_images"; got "TABLES/medical.npz", which has train_images, train_labels, val_images, val_labels, test_images, test_labels."`,
  );
});

test("says what arrays of labels must be", async () => {
  const refused = (name: string) => message(images, { labels: `${table("labels.npz")}#${name}` });
  expect(await refused("pairs")).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: labels must have shape [3] or [3, 1], one a picture; got [3, 2] in "TABLES/labels.npz#pairs"."`,
  );
  expect(await refused("short")).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: labels must have shape [3] or [3, 1], one a picture; got [2] in "TABLES/labels.npz#short"."`,
  );
  expect(await refused("negative")).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: labels must be in [0, 2^31); got -1 for picture 1 in "TABLES/labels.npz#negative"."`,
  );
  expect(await refused("large")).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: labels must be in [0, 2^31); got 2147483648 for picture 1 in "TABLES/labels.npz#large"."`,
  );
  expect(await refused("floats")).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: labels must be whole numbers, int8 to uint64; got float64 in "TABLES/labels.npz#floats". Convert them first."`,
  );
});

test("refuses damaged and lying files, and allocates nothing for what they claim", async () => {
  const refused = async (name: string, file: Uint8Array | string): Promise<string> => {
    const root = folder({ [name]: file });
    return (await message(join(root, name))).replaceAll(root, "ROOT");
  };
  const good = tableBytes("x_train.npy");
  expect(await refused("a.npy", "")).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: "ROOT/a.npy" must be a whole .npy file of one plain array; got an empty file."`,
  );
  expect(await refused("a.npy", "some text that is long enough")).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: "ROOT/a.npy" must be a whole .npy file of one plain array; got another kind of file."`,
  );
  expect(await refused("a.npy", good.subarray(0, 40))).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: "ROOT/a.npy" must be a whole .npy file of one plain array; got a header that is cut short."`,
  );
  expect(await refused("a.npy", good.subarray(0, -1))).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: "ROOT/a.npy" must be a whole .npy file of one plain array; got 59 bytes for |u1 of shape [3, 4, 5], which has 60."`,
  );
  expect(await refused("a.npy", Buffer.concat([good, good]))).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: "ROOT/a.npy" must be a whole .npy file of one plain array; got 248 bytes for |u1 of shape [3, 4, 5], which has 60."`,
  );
  expect(
    await refused("a.npy", npy(header([1e6, 1e6, 1e6, 3]), Buffer.alloc(9))),
  ).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: "ROOT/a.npy" must be a whole .npy file of one plain array; got 9 bytes for |u1 of shape [1000000, 1000000, 1000000, 3], which has 3000000000000000000."`,
  );
  expect(await refused("a.npy", npy("{'descr': '|u1'}"))).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: "ROOT/a.npy" must be a whole .npy file of one plain array; got the header "{'descr': '|u1'}"."`,
  );
  expect(
    await refused("a.npy", Buffer.from("\x93NUMPY\x02\x00\xff\xff\xff\xff", "latin1")),
  ).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: "ROOT/a.npy" must be a whole .npy file of one plain array; got a header that is cut short."`,
  );
  expect(
    await refused("a.npy", Buffer.from("\x93NUMPY\x09\x00\x01\x00 ", "latin1")),
  ).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: "ROOT/a.npy" must be a whole .npy file of one plain array; got version 9.0 of the format."`,
  );

  const file = npy(header([2, 4, 5]), Uint8Array.from(counted(0, 40)));
  const zip = npz("a", file);
  expect(await refused("a.npz", "")).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: "ROOT/a.npz" must be a whole .npz file of one plain array; got an empty file."`,
  );
  expect(await refused("a.npz", file)).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: "ROOT/a.npz" must be a whole .npz file of one plain array; got another kind of file."`,
  );
  expect(await refused("a.npz", zip.subarray(0, -30))).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: "ROOT/a.npz" must be a whole .npz file of one plain array; got no end of the archive: the file is cut short, or of another kind."`,
  );
  expect(await refused("a.npz", npz("a", file, { size: 2 ** 31 }))).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: "ROOT/a.npz" must be a whole .npz file of one plain array; got 2147483648 bytes claimed for "a", which has 114 in the archive."`,
  );
  expect(await refused("a.npz", npz("a", file, { size: file.length + 40 }))).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: "ROOT/a.npz" must be a whole .npz file of one plain array; got 80 bytes for |u1 of shape [2, 4, 5], which has 40."`,
  );
  expect(await refused("a.npz", npz("a", file, { crc: 1 }))).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: "ROOT/a.npz" must be a whole .npz file of one plain array; got damaged data in "a" (its checksum is wrong)."`,
  );
  expect(await refused("a.npz", npz("a", file, { method: 12 }))).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: "ROOT/a.npz" must be a whole .npz file of one plain array; got "a" packed by method 12, not stored or deflated."`,
  );
  expect(await refused("a.npz", npz("a", file, { flags: 1 }))).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: "ROOT/a.npz" must be a whole .npz file of one plain array; got "a", which is encrypted."`,
  );
  const longer = npy(header([2, 4, 6]), Uint8Array.from(counted(0, 40)));
  expect(
    await refused("a.npz", npz("a", longer, { size: longer.length + 8 })),
  ).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: "ROOT/a.npz" must be a whole .npz file of one plain array; got damaged data in "a" (its end before all was read)."`,
  );
  const broken = Buffer.from(zip);
  broken.fill(0xff, 35, 60);
  expect(await refused("a.npz", broken)).toMatchInlineSnapshot(
    `"RangeError: numpyArrays: "ROOT/a.npz" must be a whole .npz file of one plain array; got damaged data in "a" (invalid block type)."`,
  );
});

test("closes a large archive that is refused at its header", async () => {
  const content = Uint8Array.from({ length: 4_000_000 }, (_, i) => Math.imul(i, 2654435761) >>> 13);
  const root = folder({ "a.npz": npz("a", npy(header([1_000_000], "<f4"), content)) });
  expect(await message(join(root, "a.npz"))).toContain("got float32");
});

test("any cut or changed archive is read or refused, never more", async () => {
  const whole = tableBytes("medical.npz").subarray(0);
  const place = fc.nat({ max: whole.length - 1 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(place, fc.nat({ max: 255 })), { maxLength: 4 }),
      place,
      fc.boolean(),
      async (changes, end, cut) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        const root = folder({ "a.npz": cut ? bytes.subarray(0, end) : bytes });
        const error = await numpyArrays({ images: `${join(root, "a.npz")}#train_images` }).catch(
          (e: unknown) => e,
        );
        if (error instanceof Error) expect(String(error)).toMatch(/^RangeError: numpyArrays: /);
      },
    ),
    { seed: 1, numRuns: 200 },
  );
});
