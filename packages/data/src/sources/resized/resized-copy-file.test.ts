import {
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ownCacheFolder } from "../../../fixtures/cache-folder.ts";
import { values } from "../../../fixtures/epochs.ts";
import { folder } from "../../../fixtures/pictures.ts";
import { keyedViews } from "../../../fixtures/pipelines.ts";
import { photos, pixels } from "../../../fixtures/resized.ts";
import { batches } from "../../loading/batches.ts";
import { resizedCopy } from "./resized-copy.ts";

ownCacheFolder();

test("goes on where it was interrupted, wherever that was, and makes the same file", async () => {
  const { source } = await photos(20, 5);
  const place = folder({});
  const [whole, file] = [join(place, "whole"), join(place, "copy")];
  await resizedCopy(source, { size: 8, file: whole });
  const bytes = readFileSync(whole);
  const recordsEnd = bytes.readDoubleLE(bytes.length - 48);
  for (const length of [
    0,
    100,
    4096,
    4100,
    4096 + 208,
    4096 + 5 * 208 + 3,
    recordsEnd - 1,
    recordsEnd,
    bytes.length,
  ]) {
    writeFileSync(`${file}.part`, bytes.subarray(0, length));
    const calls: number[] = [];
    await resizedCopy(source, { size: 8, file, progress: (done) => calls.push(done) });
    expect(readFileSync(file).equals(bytes), `from ${length} bytes`).toBe(true);
    expect(readdirSync(place).sort()).toEqual(["copy", "whole"]);
    if (length >= recordsEnd) expect(calls).toEqual([]); // nothing was decoded again
    if (length === 4096 + 208) expect(calls).toEqual([17, 20]);
    unlinkSync(file);
  }
  const damaged = Buffer.from(bytes.subarray(0, recordsEnd));
  damaged[4096 + 208 * 2 + 50] = Number(damaged[4096 + 208 * 2 + 50]) ^ 1; // in the third picture
  writeFileSync(`${file}.part`, damaged);
  await resizedCopy(source, { size: 8, file });
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

test("begins anew if what was begun is of another source, size or decoder", async () => {
  const { source } = await photos(4);
  const file = join(folder({}), "copy");
  await resizedCopy(source, { size: 8, file });
  const bytes = readFileSync(file);
  renameSync(file, `${file}.part`);
  await resizedCopy(source, { size: 9, file });
  unlinkSync(file);
  const decoder = Buffer.from(bytes.toString("latin1").replace(/sharp \d/, "sharp 9"), "latin1");
  decoder.fill(0xff, 4096 + 20, 4096 + 30); // would not be noticed if it were taken over with its checksum
  writeFileSync(`${file}.part`, decoder);
  await resizedCopy(source, { size: 8, file });
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

test("stops when the source's folder goes away, and goes on when it is back", async () => {
  const { source, root } = await photos(40);
  const file = join(folder({}), "copy");
  const attempt = resizedCopy(source, {
    size: 8,
    file,
    progress: (done) => {
      if (done === 16) renameSync(root, `${root}-gone`);
    },
  });
  const error = String(await attempt.catch(String));
  renameSync(`${root}-gone`, root);
  expect(error).toMatch(/^Error: resizedCopy: the pictures must stay where they are .* got ENOENT/);
  const copy = await resizedCopy(source, { size: 8, file });
  for (const one of await pixels(copy)) expect(one).toMatchObject({ width: 8 });
});

test("has one writer at a time; the lock of a process that has ended is taken over", async () => {
  const { source } = await photos(3);
  const place = folder({});
  const file = join(place, "copy");
  const options = { size: 8, file };
  const both = await Promise.allSettled([
    resizedCopy(source, options),
    resizedCopy(source, options),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const message = async (lock: string): Promise<string> => {
    for (const name of readdirSync(place)) unlinkSync(join(place, name));
    writeFileSync(`${file}.lock`, lock);
    return String(await resizedCopy(source, options).then(() => "made", String))
      .replaceAll(place, "ROOT")
      .replaceAll(hostname(), "HOST");
  };
  expect(await message(`1 ${hostname()}`)).toMatchInlineSnapshot(
    `"Error: resizedCopy: "ROOT/copy" must have one writer; process 1 on HOST is writing it. Wait for it to end, choose another file, or remove "ROOT/copy.lock" if no such process is."`,
  );
  expect(await message("7 elsewhere")).toMatchInlineSnapshot(
    `"Error: resizedCopy: "ROOT/copy" must have one writer; process 7 on elsewhere is writing it. Wait for it to end, choose another file, or remove "ROOT/copy.lock" if no such process is."`,
  );
  expect(await message(`999999999 ${hostname()}`)).toBe("made");
  expect(await message(`${process.pid} ${hostname()}`)).toBe("made"); // of one before us with our number
  expect(await message("")).toBe("made");
  expect(readdirSync(place)).toEqual(["copy"]);
});

test("refuses options out of their range, and files that are something else", async () => {
  const { source } = await photos(3);
  const place = folder({ other: "Dear reader", short: "" });
  const message = async (options: object): Promise<string> =>
    String(await resizedCopy(source, options).catch(String))
      .replaceAll(place, "ROOT")
      .replaceAll(/sha256:\w+/g, "sha256:…");
  expect(await message({})).toMatchInlineSnapshot(
    `"RangeError: resizedCopy: options must have either shorterSide or size; got neither."`,
  );
  expect(await message({ size: 8, shorterSide: 8 })).toMatchInlineSnapshot(
    `"RangeError: resizedCopy: options must have either shorterSide or size; got both."`,
  );
  expect(await message({ size: 0 })).toMatchInlineSnapshot(
    `"RangeError: resizedCopy: size must be an integer in [1, 4096]; got 0."`,
  );
  expect(await message({ shorterSide: 4097 })).toMatchInlineSnapshot(
    `"RangeError: resizedCopy: shorterSide must be an integer in [1, 4096]; got 4097."`,
  );
  expect(await message({ size: 8, cacheBytes: -1 })).toMatchInlineSnapshot(
    `"RangeError: resizedCopy: cacheBytes must be at least 0; got -1."`,
  );
  expect(await message({ size: 8, pixelLimit: 0 })).toMatchInlineSnapshot(
    `"RangeError: resizedCopy: pixelLimit must be an integer, at least 1; got 0."`,
  );
  for (const name of ["other", "short"]) {
    expect(await message({ size: 8, file: join(place, name) })).toBe(
      `RangeError: resizedCopy: "ROOT/${name}" must be a file that resizedCopy has made; got another kind of file. Remove it, or choose another file.`,
    );
  }
  const file = join(place, "copy");
  await resizedCopy(source, { size: 8, file });
  expect(await message({ shorterSide: 8, file })).toMatchInlineSnapshot(
    `"RangeError: resizedCopy: file must be absent or a copy of this source: 3 pictures with shorterSide 8 of sha256:……; got 3 pictures with size 8 of sha256:…… in "ROOT/copy". Remove it, or choose another file."`,
  );
  const whole = readFileSync(file);
  for (const length of [whole.length - 1, 5000, 4096]) {
    truncateSync(file, length);
    expect(await message({ size: 8, file })).toContain("got one that is damaged");
  }
  whole[whole.length - 70] = Number(whole[whole.length - 70]) ^ 1; // in the table
  writeFileSync(file, whole);
  expect(await message({ size: 8, file })).toContain("got one that is damaged");
  expect(await message({ size: 8, file: join(file, "below") })).toMatchInlineSnapshot(
    `"Error: resizedCopy: file must be a place that can be read and written; got ENOTDIR: not a directory, open 'ROOT/copy/below'."`,
  );
});

test("says so if no picture can be read, again and again", async () => {
  const { source } = await photos(2, 0, 1);
  const file = join(folder({}), "copy");
  for (let attempt = 0; attempt < 2; attempt++) {
    await expect(resizedCopy(source, { size: 8, file })).rejects.toThrow(
      'resizedCopy: source must hold a picture that can be read; got 2 of which none can (the first, "even/0.png": Input buffer contains unsupported image format).',
    );
    expect(existsSync(file)).toBe(false);
  }
});

test("stops when the copy is cut short or goes away while it is in use", async () => {
  const { source } = await photos(20);
  const views = keyedViews({ count: 2, size: 8 });
  const attempt = async (harm: (file: string) => void): Promise<string> => {
    const file = join(folder({}), "copy");
    const copy = await resizedCopy(source, { size: 8, file, cacheBytes: 0 });
    harm(file);
    const made = batches(copy, views, { batchSize: 4, seed: 0, workers: 0 });
    return String(await values(made).catch(String)).replace(file, "FILE");
  };
  expect(await attempt((file) => truncateSync(file, 5000))).toMatch(
    /^Error: batches: the pictures must stay where they are and as they are while they are in use; got "FILE", of which the end is missing: it has no byte \d+\. Open the source again\.$/,
  );
  expect(await attempt((file) => unlinkSync(file))).toMatchInlineSnapshot(
    `"Error: batches: the pictures must stay where they are and as they are while they are in use; got ENOENT: no such file or directory for "FILE", in which many of them lie. Bring it back, and go on from there."`,
  );
});

test.skipIf(process.platform !== "linux")(
  "keeps few files open, however many copies are read",
  async () => {
    const { source } = await photos(1);
    const place = folder({});
    const open = (): number =>
      readdirSync("/proc/self/fd").filter((fd) => {
        try {
          return readlinkSync(`/proc/self/fd/${fd}`).startsWith(place);
        } catch {
          return false;
        }
      }).length;
    for (let i = 0; i < 20; i++) {
      const copy = await resizedCopy(source, {
        size: 8,
        file: join(place, String(i)),
        cacheBytes: 0,
      });
      await copy.read(0);
    }
    await expect.poll(open).toBe(8);
    await expect.poll(open, { timeout: 8000 }).toBe(0); // when they are idle
  },
);
