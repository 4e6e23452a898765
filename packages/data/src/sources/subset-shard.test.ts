import { join } from "node:path";
import { expect, test } from "vitest";
import { tarArchive, tarMember } from "../../fixtures/make-tar.ts";
import { folder, keys, png } from "../../fixtures/pictures.ts";
import { imageFolder } from "./listing/image-folder.ts";
import { openSource } from "./open-source.ts";
import type { Source } from "./source.ts";
import { tarShards } from "./tar/tar-shards.ts";

const red = await png([255, 0, 0]);

const root = (): string =>
  folder(
    Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`${"abc"[i % 3]}/${i}.png`, red])),
  );

const tar = (): string =>
  join(
    folder({
      "s.tar": tarArchive(...Array.from({ length: 11 }, (_, i) => tarMember(`${i}.png`, red))),
    }),
    "s.tar",
  );

test.for([1, 2, 3, 11])("%i parts share nothing, miss nothing and are of a size", async (count) => {
  const [photos, path] = [root(), tar()];
  for (const open of [
    (shard?: { index: number; count: number }) => imageFolder(photos, { shard }),
    (shard?: { index: number; count: number }) => openSource(photos, { shard }),
    (shard?: { index: number; count: number }) => tarShards(path, { shard }),
    (shard?: { index: number; count: number }) => openSource(path, { shard }),
  ]) {
    const whole = await open();
    const parts = await Promise.all(
      Array.from({ length: count }, (_, index) => open({ index, count })),
    );
    expect(parts.flatMap(keys).sort()).toEqual(keys(whole).sort());
    const lengths = parts.map(({ length }) => length);
    expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
    expect(new Set(parts.map(({ fingerprint }) => fingerprint)).size).toBe(count);
    const again = await open({ index: 0, count });
    expect([keys(again), again.fingerprint]).toEqual([
      keys(parts[0] as Source),
      parts[0]?.fingerprint,
    ]);
  }
});

test("classes have the same numbers and names in every part", async () => {
  const source = await imageFolder(root(), { labels: true, shard: { index: 10, count: 11 } });
  expect(keys(source)).toEqual(["c/8.png"]);
  expect(source.labels).toEqual(Int32Array.of(2));
  expect(source.classes).toEqual(["a", "b", "c"]);
});

test("refuses parts that are none", async () => {
  const photos = root();
  const message = async (index: number, count: number): Promise<string> =>
    String(await openSource(photos, { shard: { index, count } }).catch(String));
  expect(await message(0, 12)).toMatchInlineSnapshot(
    `"RangeError: openSource: shard.count must be an integer in [1, 11], the number of pictures; got 12."`,
  );
  expect(await message(0, 0)).toMatchInlineSnapshot(
    `"RangeError: openSource: shard.count must be an integer in [1, 11], the number of pictures; got 0."`,
  );
  expect(await message(2, 2)).toMatchInlineSnapshot(
    `"RangeError: openSource: shard.index must be an integer in [0, 2); got 2."`,
  );
  expect(await message(-1, 2)).toMatchInlineSnapshot(
    `"RangeError: openSource: shard.index must be an integer in [0, 2); got -1."`,
  );
});
