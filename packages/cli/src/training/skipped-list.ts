import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SkippedPicture } from "@unlabeled/data";
import { count } from "../terminal/count.ts";
import { say } from "../terminal/write.ts";

/**
 * Lists the pictures that could not be decoded in the run's skipped.txt, a key and a reason a line, and
 * says so. Those of the run's earlier parts stay.
 */
export async function listSkipped(run: string, skipped: readonly SkippedPicture[]): Promise<void> {
  const file = join(run, "skipped.txt");
  const before = await readFile(file, "utf8").catch(() => ""); // there is none yet
  const now = skipped.map(({ key, reason }) => `${key}\t${reason.replace(/\s+/g, " ")}`);
  const lines = new Set([...before.split("\n").filter((line) => line !== ""), ...now]);
  if (lines.size === 0) return;
  await writeFile(file, [...lines].map((line) => `${line}\n`).join(""));
  say(`${count(lines.size, "picture")} could not be read and left out (list: ${file}).`);
}
