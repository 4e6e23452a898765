import { join } from "node:path";
import type { Source } from "@unlabeled/data";
import { writeBeside } from "../output/write-beside.ts";
import { count } from "../terminal/count.ts";
import { say } from "../terminal/write.ts";

/** Lists the pictures that have no label in the folder's unreadable.txt, a name a line, and says so; nothing if all have one. */
export async function writeUnreadable(
  folder: string,
  unreadable: Int32Array,
  source: Source,
): Promise<void> {
  if (unreadable.length === 0) return;
  const file = join(folder, "unreadable.txt");
  const names = Array.from(unreadable, (place) => `${source.key(place)}\n`);
  await writeBeside(file, (handle) => handle.writeFile(names.join("")));
  say(
    `Not readable, and so without a label: ${count(unreadable.length, "picture")} (list: ${file}).`,
  );
}
