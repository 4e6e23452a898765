import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paxRecord, tarArchive, tarMember } from "../../../fixtures/make-tar.ts";
import { folder, keys, png } from "../../../fixtures/pictures.ts";
import type { Source } from "../source.ts";
import { tarShards } from "./tar-shards.ts";

const red = await png([255, 0, 0]);
const blue = await png([0, 0, 255]);

function shard(...members: Buffer[]): string {
  return join(folder({ "s.tar": tarArchive(...members) }), "s.tar");
}

async function colours(source: Source): Promise<number[][]> {
  const pictures = Array.from({ length: source.length }, (_, index) => source.read(index));
  return (await Promise.all(pictures)).map(({ pixels }) => [...pixels.subarray(0, 3)]);
}

async function failure(path: string | string[], labels = true): Promise<string> {
  const error = await tarShards(path, { labels }).catch(String);
  return String(error).replaceAll(/"\/[^"]*\/s\.tar/g, '"s.tar');
}

test("reads pictures and labels in the archive's order, and several shards as one", async () => {
  const root = folder({
    "b.tar": tarArchive(tarMember("9.png", blue), tarMember("9.cls", "4\n")),
    "a.tar": tarArchive(
      tarMember("2.cls", "1"),
      tarMember("2.png", blue),
      tarMember("dir/", "", { type: "5" }),
      tarMember("./dir/1.PNG", red),
      tarMember("dir/1.txt", "0"),
      tarMember("dir/1.json", "{}"),
    ),
  });
  const source = await tarShards([join(root, "a.tar"), join(root, "b.tar")], { labels: true });
  expect(keys(source)).toEqual(["a.tar/2.png", "a.tar/dir/1.PNG", "b.tar/9.png"]);
  expect(source.labels).toEqual(Int32Array.of(1, 0, 4));
  expect(source.classes).toBeUndefined();
  expect(await colours(source)).toEqual([
    [0, 0, 255],
    [255, 0, 0],
    [0, 0, 255],
  ]);
  expect((await tarShards(join(root, "a.tar"))).labels).toBeUndefined();
});

test("numbers labels that are names in the order of their bytes; .cls goes before .txt", async () => {
  const path = shard(
    tarMember("0.png", red),
    tarMember("0.cls", "dog"),
    tarMember("1.txt", "a caption"),
    tarMember("1.png", red),
    tarMember("1.cls", "cat\n"),
    tarMember("2.png", red),
    tarMember("2.cls", "dog"),
    tarMember("2.txt", "another caption"),
  );
  const source = await tarShards(path, { labels: true });
  expect(source.classes).toEqual(["cat", "dog"]);
  expect(source.labels).toEqual(Int32Array.of(1, 0, 1));
});

test("reads names beyond 100 bytes in each of the three ways that tar has", async () => {
  const long = `${"folder-with-a-long-name/".repeat(6)}x`;
  const pax = paxRecord("path", `${long}é.png`) + paxRecord("mtime", "1.5");
  const source = await tarShards(
    shard(
      tarMember("y.png", red, { prefix: "below/the/prefix" }),
      tarMember("././@LongLink", `${long}1.png\0`, { type: "L", format: "gnu" }),
      tarMember("cut", blue, { format: "gnu" }),
      tarMember("PaxHeader", pax, { type: "x" }),
      tarMember("cut", red),
      tarMember("after.png", blue),
    ),
  );
  expect(keys(source)).toEqual([
    "s.tar/below/the/prefix/y.png",
    `s.tar/${long}1.png`,
    `s.tar/${long}é.png`,
    "s.tar/after.png",
  ]);
  expect(await colours(source)).toEqual([
    [255, 0, 0],
    [0, 0, 255],
    [255, 0, 0],
    [0, 0, 255],
  ]);
});

test("reads sizes in binary and from pax records", async () => {
  const size = Buffer.alloc(12);
  size[0] = 0x80;
  size.writeUInt32BE(red.length, 8);
  const wrong = Buffer.from("00000000000\0");
  const source = await tarShards(
    shard(
      tarMember("a.png", red, { size }),
      tarMember("PaxHeader", paxRecord("size", String(blue.length)), { type: "x" }),
      tarMember("b.png", blue, { size: wrong }),
      tarMember("c.png", red),
    ),
  );
  expect(await colours(source)).toEqual([
    [255, 0, 0],
    [0, 0, 255],
    [255, 0, 0],
  ]);
});

test.for(["gnu", "ustar", "pax"])("reads what GNU tar writes as %s", async (format) => {
  const deep = "d".repeat(60);
  const root = folder({ [`${deep}/${deep}/x.png`]: red, "a.png": blue });
  const names = ["a.png", deep];
  execFileSync("tar", ["-C", root, `--format=${format}`, "-cf", join(root, "s.tar"), ...names]);
  const source = await tarShards(join(root, "s.tar"));
  expect(keys(source)).toEqual(["s.tar/a.png", `s.tar/${deep}/${deep}/x.png`]);
  expect(await colours(source)).toEqual([
    [0, 0, 255],
    [255, 0, 0],
  ]);
});

test("finds members that lie beyond the bytes read at once", async () => {
  const big = Buffer.alloc(300_000);
  const source = await tarShards(
    shard(
      tarMember("a.bin", big),
      tarMember("a.png", red),
      tarMember("b.bin", big),
      tarMember("b.png", blue),
    ),
  );
  expect(keys(source)).toEqual(["s.tar/a.png", "s.tar/b.png"]);
  expect(await colours(source)).toEqual([
    [255, 0, 0],
    [0, 0, 255],
  ]);
});

test("finds labels in whatever order they lie", async () => {
  const gap = tarMember("gap.bin", Buffer.alloc(300_000));
  const [a, b] = [tarMember("a.cls", "1"), tarMember("b.cls", "2")];
  const path = shard(tarMember("a.png", red), b, gap, tarMember("b.png", red), gap, a);
  expect((await tarShards(path, { labels: true })).labels).toEqual(Int32Array.of(1, 2));
});

test("the fingerprint depends on names and sizes", async () => {
  const print = async (...members: Buffer[]): Promise<string> =>
    (await tarShards(shard(...members))).fingerprint;
  const first = await print(tarMember("a.png", red));
  expect(await print(tarMember("a.png", red), tarMember("a.cls", "1"))).toBe(first);
  expect(await print(tarMember("b.png", red))).not.toBe(first);
  expect(await print(tarMember("a.png", Buffer.concat([red, red])))).not.toBe(first);
});

test("says what is wrong with an archive it refuses", async () => {
  const whole = tarArchive(tarMember("a.png", red), tarMember("b.png", red));
  const cut = join(folder({ "s.tar": whole.subarray(0, 1200) }), "s.tar");
  const cutInside = join(folder({ "s.tar": whole.subarray(0, 1600) }), "s.tar");
  const damaged = Buffer.from(whole);
  damaged[1024 + 3] = 65; // in the second member's name
  const broken = join(folder({}), "s.tar");
  writeFileSync(broken, damaged);
  expect(await failure(cut)).toMatchInlineSnapshot(
    `"RangeError: tarShards: "s.tar" must be a whole, uncompressed tar archive; got no tar header at byte 1024."`,
  );
  expect(await failure(cutInside)).toMatchInlineSnapshot(
    `"RangeError: tarShards: "s.tar" must be a whole, uncompressed tar archive; got the archive's end inside "b.png", which begins at byte 1024."`,
  );
  expect(await failure(broken)).toMatchInlineSnapshot(
    `"RangeError: tarShards: "s.tar" must be a whole, uncompressed tar archive; got no tar header at byte 1024."`,
  );
  expect(await failure(shard(tarMember("/etc/a.png", red)))).toMatchInlineSnapshot(
    `"RangeError: tarShards: names in "s.tar" must be relative and without ".."; got "/etc/a.png" at byte 0."`,
  );
  expect(await failure(shard(tarMember("a/../../b.png", red)))).toMatchInlineSnapshot(
    `"RangeError: tarShards: names in "s.tar" must be relative and without ".."; got "a/../../b.png" at byte 0."`,
  );
  expect(await failure(shard(tarMember("x", "9 path", { type: "x" })))).toMatchInlineSnapshot(
    `"RangeError: tarShards: "s.tar" must be a whole, uncompressed tar archive; got a damaged pax header at byte 0."`,
  );
  expect(await failure(shard(tarMember("a.txt", "1")))).toMatchInlineSnapshot(
    `"RangeError: tarShards: the shards must hold at least one picture named KEY.EXTENSION (JPEG, PNG, WebP, GIF, AVIF or TIFF); got none in "s.tar"."`,
  );
  expect(
    await failure(shard(tarMember("a.png", red), tarMember("a.jpg", red))),
  ).toMatchInlineSnapshot(
    `"RangeError: tarShards: "s.tar" must hold one picture a key; got "a.png" and "a.jpg"."`,
  );
  expect(await failure([])).toMatchInlineSnapshot(
    `"RangeError: tarShards: the shards must hold at least one picture named KEY.EXTENSION (JPEG, PNG, WebP, GIF, AVIF or TIFF); got none in no shards."`,
  );
  expect(await failure("/nowhere/s.tar")).toMatchInlineSnapshot(
    `"RangeError: tarShards: path must be an existing file or folder; got "s.tar"."`,
  );
});

test("says which picture lacks a label", async () => {
  const path = shard(tarMember("a.png", red), tarMember("a.cls", "1"), tarMember("b.png", red));
  expect(await failure(path)).toMatchInlineSnapshot(
    `"RangeError: tarShards: with labels, every picture must have a KEY.cls or KEY.txt that is not empty; got 1 of 2 without (the first is "s.tar/b.png"). Add them, or leave labels out."`,
  );
  expect((await tarShards(path)).length).toBe(2);
  const large = shard(tarMember("a.png", red), tarMember("a.cls", "2147483648"));
  expect(await failure(large)).toMatchInlineSnapshot(
    `"RangeError: tarShards: labels must be below 2^31; got 2147483648 for "s.tar/a.png"."`,
  );
});
