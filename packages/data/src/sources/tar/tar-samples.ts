import { open } from "node:fs/promises";
import { ByteWindow } from "../byte-window.ts";
import { isPictureExtension } from "../listing/picture-extensions.ts";
import { type TarListing, type TarMember, tarMembers } from "./tar-members.ts";

/** A picture of a shard and the text of its label. */
interface TarSample {
  readonly picture: TarMember;
  /** What `key.cls`, or else `key.txt`, says; absent if there is neither or labels are not read. */
  readonly label?: string;
}

/** The samples of a shard, and what shows later whether it is still the same. */
export interface TarShard extends Omit<TarListing, "members"> {
  readonly samples: readonly TarSample[];
}

const LONGEST_LABEL = 4096; // bytes: a class, not a caption

/**
 * The samples of one WebDataset shard: members that share a key, which is the path up to the first
 * dot of the file's name.
 *
 * @throws {RangeError} If the archive is damaged, or two pictures have one key.
 */
export async function tarSamples(caller: string, path: string, labels: boolean): Promise<TarShard> {
  const { members, size, modified } = await tarMembers(caller, path);
  const pictures = new Map<string, TarMember>();
  const labelFiles = new Map<string, TarMember>();
  for (const member of members) {
    const dot = member.name.indexOf(".", member.name.lastIndexOf("/") + 1);
    if (dot < 0) continue;
    const key = member.name.slice(0, dot);
    const extension = member.name.slice(dot + 1).toLowerCase();
    if (isPictureExtension(extension)) {
      const other = pictures.get(key);
      if (other !== undefined) {
        throw new RangeError(
          `${caller}: "${path}" must hold one picture a key; got "${other.name}" and "${member.name}".`,
        );
      }
      pictures.set(key, member);
    } else if (extension === "cls" || (extension === "txt" && !labelFiles.has(key))) {
      labelFiles.set(key, member);
    }
  }
  if (!labels) {
    return { samples: Array.from(pictures.values(), (picture) => ({ picture })), size, modified };
  }
  const file = await open(path, "r");
  try {
    const window = new ByteWindow(file);
    const samples: TarSample[] = [];
    for (const [key, picture] of pictures) {
      const label = labelFiles.get(key);
      if (label === undefined) samples.push({ picture });
      else {
        const bytes = await window.at(label.offset, Math.min(label.size, LONGEST_LABEL));
        samples.push({ picture, label: bytes.toString("utf8").trim() });
      }
    }
    return { samples, size, modified };
  } finally {
    await file.close();
  }
}
