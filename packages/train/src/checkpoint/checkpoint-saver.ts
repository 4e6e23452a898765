import { constants } from "node:buffer";
import { dirname, join } from "node:path";
import type { NamedVariable } from "@unlabeled/core";
import { cannotWrite } from "../run/cannot-write.ts";
import type { RunRecord } from "../run/run-record.ts";
import { UNFINISHED } from "../run/write-whole.ts";
import { checkpointFile, prune } from "./checkpoint-files.ts";
import { type CheckpointLayout, checkpointLayout } from "./checkpoint-layout.ts";
import { checkpointWriter, type WriteReply } from "./checkpoint-writer.ts";
import { sealOffset } from "./checksum.ts";
import { copyValues } from "./copy-values.ts";

const SPARE = 64; // bytes: a later step has more digits

export interface CheckpointSaverOptions {
  readonly record: RunRecord;
  /** All that a checkpoint holds. */
  readonly variables: readonly NamedVariable[];
  /** Newest checkpoints that stay. */
  readonly keep: number;
}

/** Writes a run's checkpoints while it goes on: training stops only for a copy of the values. */
export interface CheckpointSaver {
  /** Copies the values, once the checkpoint before is on the disk, and has them written. @throws As `check`. */
  save(step: number): Promise<void>;
  /** @throws {Error} If a checkpoint could not be written, or had a value that is not finite. */
  check(): void;
  /** Waits until the last checkpoint is on the disk. @throws As `check`, unless that has been told. */
  close(): Promise<void>;
}

/** @throws {RangeError} If a checkpoint would have more bytes than Node can hold in one piece. */
export function checkpointSaver(
  run: string,
  { record, variables, keep }: CheckpointSaverOptions,
): CheckpointSaver {
  const writer = checkpointWriter();
  let buffer = new ArrayBuffer(0);
  let writing: Promise<void> = Promise.resolve();
  let failure: Error | undefined;
  let isTold = false;
  const check = () => {
    if (failure === undefined) return;
    isTold = true;
    throw failure;
  };

  const write = async (step: number, bytes: Uint8Array<ArrayBuffer>, layout: CheckpointLayout) => {
    const { path } = checkpointFile(run, step);
    const reply = await writer.write({
      bytes,
      floats: layout.places.filter(({ dtype }) => dtype === "F32").map(range),
      sealAt: sealOffset(bytes) as number,
      earlier: join(run, "metrics.jsonl"),
      path,
      beside: path + UNFINISHED,
      folder: process.platform === "win32" ? undefined : dirname(path),
    });
    buffer = reply.bytes.buffer;
    assertWritten(path, step, reply);
    await prune(run, keep);
  };

  assertFits(checkpointLayout(variables, { step: 0, record }));
  return {
    check,
    async save(step) {
      await writing;
      check();
      const layout = checkpointLayout(variables, { step, record });
      if (buffer.byteLength < layout.byteLength) {
        buffer = new ArrayBuffer(layout.byteLength + SPARE);
      }
      const bytes = new Uint8Array(buffer, 0, layout.byteLength);
      bytes.set(layout.header);
      await copyValues(bytes, layout.places);
      writing = write(step, bytes, layout).catch((error) => {
        failure = error;
      });
    },
    async close() {
      await writing;
      await writer.close();
      if (!isTold) check();
    },
  };
}

function range({ name, begin, end }: CheckpointLayout["places"][number]) {
  return { name, begin, end };
}

function assertWritten(path: string, step: number, { notFinite, error }: WriteReply): void {
  if (error !== undefined) throw cannotWrite(path, error);
  if (notFinite === undefined) return;
  throw new Error(
    `train: ${notFinite} must be finite; got NaN or Infinity in it after step ${step}, so no checkpoint was ` +
      "written. Try a lower learningRate, a longer warm-up or clipNorm, in a new run.",
  );
}

function assertFits({ byteLength }: CheckpointLayout): void {
  if (byteLength + SPARE <= constants.MAX_LENGTH) return;
  throw new RangeError(
    `train: a checkpoint must have at most ${constants.MAX_LENGTH} bytes, what this Node holds in one piece; got ${byteLength}. ` +
      "Take a newer Node, a smaller network, or train without run.",
  );
}
