import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder } from "../../fixtures/pictures.ts";
import { CLASSES, pictures, probabilities, TAUGHT, teacher } from "../../fixtures/pseudo-labels.ts";
import { readPseudoLabels } from "./read-pseudo-labels.ts";
import { writePseudoLabels } from "./write-pseudo-labels.ts";

const PART = "part-00001-of-00003.parquet";

/** A folder with the labels of 20 pictures, in three files. */
async function labelled(unreadable: readonly number[] = [], count = 20): Promise<string> {
  const out = folder({});
  await writePseudoLabels(pictures(count), teacher(unreadable), { ...TAUGHT, folder: out });
  return out;
}

/** What reading a folder comes to, in words. */
async function complaint(out: string, source = pictures(20)): Promise<string> {
  return readPseudoLabels(out, source).then(
    () => "none",
    (error: Error) => error.message.replaceAll(out, "F"),
  );
}

test("has the likeliest class of each picture and its probability, and which have none", async () => {
  const { labels, confidences, rows, ...rest } = await readPseudoLabels(
    await labelled([0, 9, 19]),
    pictures(20),
  );
  expect(rest).toEqual({
    ...{ classes: 3, names: CLASSES, teacher: "sha256:1", round: 1, size: 32 },
    ...{ unreadable: Int32Array.of(0, 9, 19), rejected: new Int32Array() },
  });
  for (let place = 0; place < 20; place++) {
    const row = probabilities(place);
    const confidence = [0, 9, 19].includes(place) ? 0 : Math.max(...row);
    expect([labels[place], confidences[place]]).toEqual([
      confidence === 0 ? 0 : row.indexOf(confidence),
      confidence,
    ]);
  }
});

test("rows gives those of any places in any order, again and again", async () => {
  const { rows } = await readPseudoLabels(await labelled([0, 9, 10]), pictures(20));
  const places = [18, 1, 11, 1, 7, 8, 15, 16, 11];
  expect(await rows(places)).toEqual({
    values: Float32Array.from(places.flatMap(probabilities)),
    width: 3,
  });
  expect(await rows([])).toEqual({ values: new Float32Array(), width: 3 });
});

test("rows are found in files of several row groups", async () => {
  const [out, source] = [folder({}), pictures(2600)];
  const unreadable = [5, 999, 1000, 2000];
  const options = { ...TAUGHT, folder: out, shardSize: 2500 };
  await writePseudoLabels(source, teacher(unreadable), options);
  const { rows } = await readPseudoLabels(out, source);
  const places = Int32Array.from({ length: 2600 }, (_, place) => place).filter(
    (place) => !unreadable.includes(place),
  );
  const { values } = await rows(places.toReversed());
  expect(values).toEqual(Float32Array.from([...places.toReversed()].flatMap(probabilities)));
});

test("rejected.txt takes pictures out, and so do their rows", async () => {
  const out = await labelled([2]);
  const before = await readPseudoLabels(out, pictures(20));
  writeFileSync(join(out, "rejected.txt"), "#5\r\n#2\n\n#17\n#5");
  const { rejected, confidences, labels, unreadable, rows } = await readPseudoLabels(
    out,
    pictures(20),
  );
  expect([rejected, unreadable]).toEqual([Int32Array.of(2, 5, 17), Int32Array.of(2)]);
  expect(labels).toEqual(before.labels);
  const without = before.confidences.map((value, place) => ([5, 17].includes(place) ? 0 : value));
  expect(confidences).toEqual(without);
  const message = (place: number) => rows([1, place]).catch((error: Error) => error.message);
  expect(await Promise.all([5, 2, 20, -1, 0.5].map(message))).toEqual(
    ['5 ("#5"), which was rejected', '2 ("#2"), which was not readable', "20", "-1", "0.5"].map(
      (got) =>
        `PseudoLabels.rows: places must be integers in [0, 20) of pictures that have labels; got ${got}.`,
    ),
  );
  writeFileSync(join(out, "rejected.txt"), "#5\n#20\n");
  expect(await complaint(out)).toMatchInlineSnapshot(
    `"readPseudoLabels: "F/rejected.txt" must have the name of one of the pictures in each line; got "#20" in line 2."`,
  );
});

test("says which files are missing, and of what they are", async () => {
  const out = await labelled();
  expect(await complaint(out, pictures(21))).toMatch(
    /^readPseudoLabels: folder must hold only pseudo-labels with source sha256:\w+; got source sha256:\w+ in "F\/part-00000-of-00003.parquet"\./,
  );
  rmSync(join(out, PART));
  expect(await complaint(out)).toMatchInlineSnapshot(
    `"readPseudoLabels: folder must have all of its 3 files; got "F" without part-00001-of-00003.parquet. What wrote the others goes on with them."`,
  );
  renameSync(join(out, "part-00002-of-00003.parquet"), join(out, PART));
  expect(await complaint(out)).toMatchInlineSnapshot(
    `"readPseudoLabels: folder must hold only pseudo-labels with shard 1; got shard 2 in "F/part-00001-of-00003.parquet". Remove those that are there, or name another folder."`,
  );
  expect(await complaint(folder({}))).toMatchInlineSnapshot(
    `"readPseudoLabels: folder must hold pseudo-labels, part-00000-of-00001.parquet for example; got none in "F"."`,
  );
  expect(await complaint(`${out}/none`)).toMatch(/; got none in "F"\.$/);
});

test("files of two teachers are not mixed", async () => {
  const [out, other] = [await labelled(), folder({})];
  const options = { ...TAUGHT, folder: other, teacher: "sha256:2" };
  await writePseudoLabels(pictures(20), teacher(), options);
  renameSync(join(other, PART), join(out, PART));
  expect(await complaint(out)).toMatchInlineSnapshot(
    `"readPseudoLabels: folder must hold only pseudo-labels with teacher sha256:1; got teacher sha256:2 in "F/part-00001-of-00003.parquet". Remove those that are there, or name another folder."`,
  );
});

test("a file in which a byte is wrong is named, or what is read is right", async () => {
  const out = await labelled([9]);
  const whole = readFileSync(join(out, PART));
  const places = [8, 10, 11, 12, 13, 14, 15];
  const [source, expected] = [pictures(20), await readPseudoLabels(out, pictures(20))];
  const expectedRows = await expected.rows(places);
  let refused = 0;
  for (let at = 0; at < whole.length; at += 11) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] as number) ^ (1 << (at % 8));
    writeFileSync(join(out, PART), damaged);
    try {
      const { labels, confidences, rows } = await readPseudoLabels(out, source);
      expect([labels, confidences]).toEqual([expected.labels, expected.confidences]);
      const { values } = await rows(places);
      const far = values.findIndex(
        (value, i) => !(Math.abs(value - (expectedRows.values[i] as number)) < 0.01),
      );
      expect(far).toBe(-1); // a low bit of a probability that is not the greatest may be wrong
    } catch (error) {
      expect((error as Error).message).toContain(PART);
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(whole.length / 11 / 4);
  expect(readdirSync(out).length).toBe(3);
});
