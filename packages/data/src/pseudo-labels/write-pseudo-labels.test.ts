import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { expect, test } from "vitest";
import { folder } from "../../fixtures/pictures.ts";
import { CLASSES, pictures, probabilities, TAUGHT, teacher } from "../../fixtures/pseudo-labels.ts";
import type { PseudoLabelOptions } from "./pseudo-label-options.ts";
import { readPseudoLabels } from "./read-pseudo-labels.ts";
import { writePseudoLabels } from "./write-pseudo-labels.ts";

const name = (shard: number, shards: number) => `part-0000${shard}-of-0000${shards}.parquet`;

function bytesOf(path: string): ArrayBuffer {
  return new Uint8Array(readFileSync(path)).buffer;
}

/** The bytes of all files in a folder. */
function filesIn(path: string): Record<string, string> {
  const names = readdirSync(path).sort();
  return Object.fromEntries(names.map((each) => [each, readFileSync(join(path, each), "latin1")]));
}

/** A folder with the labels of 20 pictures, in three files. */
async function labelled(unreadable: readonly number[] = []): Promise<string> {
  const out = folder({});
  await writePseudoLabels(pictures(20), teacher(unreadable), { ...TAUGHT, folder: out });
  return out;
}

test("writes a row a picture, and what the rows are of, as other programs read them", async () => {
  const out = join(folder({}), "new/labels");
  const source = pictures(20);
  const options = { ...TAUGHT, folder: out, round: 2, engine: "cpu float32" };
  expect(await writePseudoLabels(source, teacher([3, 17]), options)).toEqual({
    written: [0, 1, 2].map((shard) => join(out, name(shard, 3))),
    ...{ found: 0, missing: 0, unreadable: [3, 17] },
  });
  expect(readdirSync(out)).toEqual([name(0, 3), name(1, 3), name(2, 3)]);
  const rows = [];
  for (const [shard, each] of readdirSync(out).entries()) {
    const file = bytesOf(join(out, each));
    rows.push(...(await parquetReadObjects({ file })));
    const texts = parquetMetadata(file).key_value_metadata?.map(({ key, value }) => [key, value]);
    expect(Object.fromEntries(texts ?? [])).toEqual({
      ...{ teacher: "sha256:1", source: source.fingerprint, size: "32", round: "2" },
      ...{ engine: "cpu float32", classes: '["cat","dog","owl"]', shardSize: "8" },
      ...{ shards: "3", shard: `${shard}`, checksum: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  }
  expect(rows).toEqual(
    Array.from({ length: 20 }, (_, i) => i)
      .filter((i) => i !== 3 && i !== 17)
      .map((index) => {
        const row = probabilities(index);
        const confidence = Math.max(...row);
        const likeliest = row.indexOf(confidence); // of equal ones the first
        return {
          ...{ key: `#${index}`, index, label: CLASSES[likeliest], class: likeliest, confidence },
          ...{ probabilities: row, round: 2, teacher: "sha256:1" },
        };
      }),
  );
});

test("a file appears when its pictures are done, and its rows are then no longer held", async () => {
  const out = folder({});
  const files: number[] = [];
  const inner = teacher();
  await writePseudoLabels(
    pictures(20),
    async function* (asked) {
      for await (const batch of inner(asked)) {
        files.push(readdirSync(out).length);
        yield batch;
      }
    },
    { ...TAUGHT, folder: out },
  );
  expect(files).toEqual([0, 0, 0, 1, 1]); // when batch b of four pictures is taken
});

test("goes on with the files that are missing, and asks for their pictures alone", async () => {
  const out = await labelled([3, 17]);
  const before = filesIn(out);
  rmSync(join(out, name(1, 3)));
  const asked: number[] = [];
  const again = await writePseudoLabels(pictures(20), teacher([3, 17], asked), {
    ...TAUGHT,
    folder: out,
  });
  expect(asked).toEqual([8, 9, 10, 11, 12, 13, 14, 15]);
  expect(again).toEqual({
    ...{ written: [join(out, name(1, 3))], found: 2, missing: 0, unreadable: [3, 17] },
  });
  expect(filesIn(out)).toEqual(before);
  await writePseudoLabels(pictures(20), teacher([], asked), { ...TAUGHT, folder: out });
  expect(asked.length).toBe(8); // nothing was left to ask for
});

test("the files of several processes are those of one, to the byte", async () => {
  const whole = await labelled();
  const out = folder({});
  const parts = await Promise.all(
    [3, 1, 0, 2].map((index) =>
      writePseudoLabels(pictures(20), teacher(), {
        ...{ ...TAUGHT, folder: out, shard: { index, count: 4 } },
      }),
    ),
  );
  expect(parts.map(({ written }) => written.length)).toEqual([0, 1, 1, 1]);
  expect(filesIn(out)).toEqual(filesIn(whole));
  rmSync(join(out, name(2, 3)));
  const options = { ...TAUGHT, folder: out, shard: { index: 1, count: 2 } };
  expect(await writePseudoLabels(pictures(20), teacher(), options)).toMatchObject({
    ...{ written: [], found: 1, missing: 1 },
  });
});

test("a shard none of whose pictures can be read is a file without rows", async () => {
  const unreadable = [8, 9, 10, 11, 12, 13, 14, 15, 19];
  const out = await labelled(unreadable);
  expect(await parquetReadObjects({ file: bytesOf(join(out, name(1, 3))) })).toEqual([]);
  const again = await writePseudoLabels(pictures(20), teacher(), { ...TAUGHT, folder: out });
  expect(again).toEqual({ written: [], found: 3, missing: 0, unreadable });
});

test("what a process was writing when it ended is no file of labels, and goes", async () => {
  const out = await labelled();
  const unfinished = (host: string, pid: number, age = 0) => {
    const path = join(out, `${name(1, 3)}.${host}-${pid}-0123abcd.unfinished`);
    writeFileSync(path, readFileSync(join(out, name(0, 3))));
    utimesSync(path, Date.now() / 1000 - age, Date.now() / 1000 - age);
  };
  const ended = spawnSync(process.execPath, ["--version"]).pid;
  unfinished(hostname(), ended);
  unfinished(hostname(), process.pid);
  unfinished("other-machine", ended);
  unfinished("other-machine", 1, 3700);
  rmSync(join(out, name(1, 3)));
  await expect(readPseudoLabels(out, pictures(20))).rejects.toThrow(`without ${name(1, 3)}`);
  await writePseudoLabels(pictures(20), teacher(), { ...TAUGHT, folder: out });
  expect(readdirSync(out).filter((each) => each.endsWith("unfinished"))).toEqual(
    [`${hostname()}-${process.pid}`, `other-machine-${ended}`]
      .map((writer) => `${name(1, 3)}.${writer}-0123abcd.unfinished`)
      .sort(),
  );
  expect((await readPseudoLabels(out, pictures(20))).unreadable.length).toBe(0);
});

test.for<[Partial<PseudoLabelOptions>, string]>([
  [{ teacher: "sha256:2" }, 'teacher sha256:2; got teacher sha256:1 in "F/A"'],
  [{ size: 64 }, 'size 64; got size 32 in "F/A"'],
  [{ round: 2 }, 'round 2; got round 1 in "F/A"'],
  [{ engine: "cpu" }, 'engine cpu; got engine none in "F/A"'],
  [
    { classes: ["cat", "cow", "owl"] },
    'classes ["cat","cow","owl"]; got classes ["cat","dog","owl"] in "F/A"',
  ],
  [{ shardSize: 9 }, 'shardSize 9; got shardSize 8 in "F/A"'],
  [{ shardSize: 5 }, 'shardSize 5; got shardSize 8 in "F/A"'],
])("does not add to labels of something else: %j", async ([change, words]) => {
  const out = await labelled();
  const before = filesIn(out);
  const writing = writePseudoLabels(pictures(20), teacher(), { ...TAUGHT, folder: out, ...change });
  const message = await writing.catch((error: Error) => error.message.replaceAll(out, "F"));
  expect(message).toBe(
    `writePseudoLabels: folder must hold only pseudo-labels with ${words.replace("A", name(0, 3))}. Remove those that are there, or name another folder.`,
  );
  expect(filesIn(out)).toEqual(before);
});

test("nor to those of other pictures", async () => {
  const out = await labelled();
  const writing = writePseudoLabels(pictures(21), teacher(), { ...TAUGHT, folder: out });
  await expect(writing).rejects.toThrow(/with source sha256:\w+; got source sha256:\w+ in "/);
});

test("names a file that is damaged or another one", async () => {
  const out = await labelled();
  const place = join(out, name(2, 3));
  const message = (content: Uint8Array | string) => {
    writeFileSync(place, content);
    return writePseudoLabels(pictures(20), teacher(), { ...TAUGHT, folder: out }).catch(
      (error: Error) => error.message.replaceAll(out, "F"),
    );
  };
  const whole = readFileSync(place);
  expect(await message(whole.subarray(0, 600))).toBe(
    'writePseudoLabels: "F/part-00002-of-00003.parquet" must be a whole file of pseudo-labels; got a file that is cut short. Remove it: it is written again, alone.',
  );
  expect(await message("")).toMatch(/got an empty file\./);
  const other = readFileSync(new URL("../../fixtures/tables/plain.parquet", import.meta.url));
  expect(await message(other)).toMatch(/got another Parquet file, without "teacher"\./);
});

test.for<[number[], number[], string]>([
  [
    [0],
    [0.5, 0.5],
    "must give 3 probabilities for each picture, one a class; got 2 numbers for 1 pictures",
  ],
  [[1, 0], [1, 0, 0, 1, 0, 0], "must give rows in the order of its 20 pictures; got 0 after 1"],
  [[20], [1, 0, 0], "must give rows in the order of its 20 pictures; got 20 after -1"],
  [
    [2],
    [2, 3, 1],
    'must give probabilities, ≥ 0 and in rows of sum 1; got a row of sum 6 for "#2"',
  ],
  [
    [2],
    [2, -1, 0],
    'must give probabilities, ≥ 0 and in rows of sum 1; got a row with -1 for "#2"',
  ],
  [
    [2],
    [Number.NaN, 0, 1],
    'must give probabilities, ≥ 0 and in rows of sum 1; got a row of sum NaN for "#2"',
  ],
  [[], [], "must give a row for at least one of 20 pictures; got none"],
])("refuses rows %j %j", async ([indices, values, words]) => {
  const out = folder({});
  const predict = async function* () {
    yield { indices: Int32Array.from(indices), values: Float32Array.from(values) };
  };
  const writing = writePseudoLabels(pictures(20), predict, { ...TAUGHT, folder: out });
  await expect(writing).rejects.toThrow(`writePseudoLabels: predict ${words}.`);
  expect(readdirSync(out)).toEqual([]);
});

test.for<[Partial<PseudoLabelOptions>, string]>([
  [{ shardSize: 0 }, "shardSize must be an integer ≥ 1; got 0."],
  [{ round: 0.5 }, "round must be an integer ≥ 1; got 0.5."],
  [{ classes: [] }, "classes must name at least one; got none."],
  [{ teacher: "" }, 'teacher must be named; got "".'],
  [{ shard: { index: 2, count: 2 } }, "shard.index must be an integer in [0, 2); got 2."],
  [{ shard: { index: 0, count: 0 } }, "shard.count must be an integer ≥ 1; got 0."],
])("refuses %j", async ([change, words]) => {
  const options = { ...TAUGHT, folder: folder({}), ...change };
  const writing = writePseudoLabels(pictures(20), teacher(), options);
  await expect(writing).rejects.toThrow(`writePseudoLabels: ${words}`);
});
