import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { cannotWrite } from "./cannot-write.ts";
import type { RunRecord } from "./run-record.ts";
import { writeWhole } from "./write-whole.ts";

/** run.json; undefined if there is none, a text that says what is wrong if it is damaged. */
export async function readRecord(folder: string): Promise<RunRecord | string | undefined> {
  let text: string;
  try {
    text = await readFile(join(folder, "run.json"), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    const record: unknown = JSON.parse(text);
    const isObject = typeof record === "object" && record !== null && !Array.isArray(record);
    return isObject ? (record as RunRecord) : `it holds ${JSON.stringify(record)}`;
  } catch {
    return "it is not JSON";
  }
}

/** @throws {Error} If it cannot be written; what was there is as it was. */
export async function writeRecord(folder: string, record: RunRecord): Promise<void> {
  const path = join(folder, "run.json");
  await writeWhole(path, `${JSON.stringify(record, null, 2)}\n`).catch((error) => {
    throw cannotWrite(path, error);
  });
}
