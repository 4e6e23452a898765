import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { encodeSafetensors, type NamedVariable, variableTensors } from "@unlabeled/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { options } from "../../fixtures/reports.ts";
import { tinyBatches, tinyMethod } from "../../fixtures/tiny-run.ts";
import { type RunRecord, runRecord } from "../run/run-record.ts";
import { checkpointSaver } from "./checkpoint-saver.ts";
import { sealOffset, UNSEALED } from "./checksum.ts";
import { decodeCheckpoint } from "./decode-checkpoint.ts";

let folder = "";
let variables: NamedVariable[] = [];
let record: RunRecord;
let whole: Uint8Array;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "decode-"));
  await mkdir(join(folder, "checkpoints"));
  await writeFile(join(folder, "metrics.jsonl"), "");
  const named = (name: string, value: tf.Tensor) => ({ name, variable: tf.variable(value, false) });
  variables = [
    named("seen", tf.tensor1d([1, 0, 1], "bool")),
    named("updates", tf.scalar(7, "int32")),
    named('b/é"', tf.tensor2d([[1.5, -0]])), // a name that JSON escapes
    named("a", tf.tensor1d([Math.fround(0.1), 3e38, 1e-45])),
    named("10", tf.zeros([0, 2])), // a name that an object would put first
  ];
  record = runRecord(tinyMethod(), tinyBatches(), options());
  const saver = checkpointSaver(folder, { record, variables, keep: 2 });
  await saver.save(7);
  await saver.close();
  whole = await readFile(join(folder, "checkpoints", "step-7.safetensors"));
});
afterAll(() => rm(folder, { recursive: true }));

test("a checkpoint is what core's encodeSafetensors writes, and a checksum", async () => {
  const bytes = Buffer.from(whole);
  bytes.write(UNSEALED, sealOffset(bytes) as number);
  const metadata = { sha256: UNSEALED, step: "7", run: JSON.stringify(record) };
  const expected = encodeSafetensors(await variableTensors(variables), metadata);
  expect(bytes.equals(expected)).toBe(true);
  expect(decodeCheckpoint(whole)).toEqual({
    step: 7,
    record,
    tensors: await variableTensors(variables),
  });
});

test("no bit of it can change unseen", () => {
  const bytes = Uint8Array.from(whole);
  const accepted: string[] = [];
  for (let place = 0; place < bytes.length; place++) {
    for (let bit = 0; bit < 8; bit++) {
      bytes[place] = (whole[place] as number) ^ (1 << bit);
      if (typeof decodeCheckpoint(bytes) !== "string") accepted.push(`bit ${bit} of byte ${place}`);
    }
    bytes[place] = whole[place] as number;
  }
  expect(accepted).toEqual([]);
  expect(bytes).toEqual(Uint8Array.from(whole)); // looking has changed nothing
});

test("no part of it is taken for all of it, and nothing more", () => {
  for (let length = 0; length < whole.length; length++) {
    expect(decodeCheckpoint(whole.subarray(0, length)), `${length} bytes`).toBeTypeOf("string");
  }
  for (const more of [Buffer.alloc(1), Buffer.alloc(4096), Buffer.from("\n"), whole]) {
    expect(decodeCheckpoint(Buffer.concat([whole, more]))).toBeTypeOf("string");
    expect(decodeCheckpoint(Buffer.concat([more, whole]))).toBeTypeOf("string");
  }
  expect(decodeCheckpoint(new Uint8Array(0))).toBe("it has no checksum");
});

test("says what is wrong", () => {
  const bytes = Buffer.from(whole);
  bytes.writeUint8(1, bytes.length - 1);
  const text = `${decodeCheckpoint(bytes)}`.replace(/[0-9a-f]{64}/g, "HASH");
  expect(text).toMatchInlineSnapshot(`"its SHA-256 is HASH, and HASH was written"`);
});
