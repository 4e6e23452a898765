import { existsSync } from "node:fs";
import { readdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../user-error.ts";

/** What a folder of a run has, at least one of it, also where the rest is lost. */
const MARKS = ["run.json", "metrics.jsonl", "checkpoints"];

/**
 * The folders of runs in a folder, it itself included: sub-folders at any depth, links followed.
 *
 * @throws {UserError} If there is no such folder.
 */
export async function findRunFolders(folder: string): Promise<string[]> {
  const found: string[] = [];
  const seen = new Set<string>(); // a link may lead back
  const visit = async (path: string): Promise<void> => {
    const place = await realpath(path).catch(() => path);
    if (seen.has(place)) return;
    seen.add(place);
    if (MARKS.some((name) => existsSync(join(path, name)))) {
      found.push(path);
      return;
    }
    const entries = await readdir(path, { withFileTypes: true }).catch(() => []); // not a folder, or not ours to read
    for (const entry of entries) {
      const isHidden = entry.name.startsWith(".") || entry.name === "node_modules";
      if (!isHidden && (entry.isDirectory() || entry.isSymbolicLink())) {
        await visit(join(path, entry.name));
      }
    }
  };
  if (!existsSync(folder)) {
    throw new UserError(
      `FOLDER must be a folder with runs in it; got ${folder}, which does not exist. unlabeled pretrain makes runs.`,
    );
  }
  await visit(folder);
  return found.sort();
}
