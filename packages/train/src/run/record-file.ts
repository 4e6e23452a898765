import { readFile } from "node:fs/promises";
import { join } from "node:path";
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

export async function writeRecord(folder: string, record: RunRecord): Promise<void> {
  await writeWhole(join(folder, "run.json"), `${JSON.stringify(record, null, 2)}\n`);
}
