import { namedFiles } from "../sources/listing/named-files.ts";
import { isPictureName } from "../sources/listing/picture-extensions.ts";

/** A file below a folder. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: number;
}

/**
 * The pictures, XML files or class maps in a folder by their paths without extension, which is what
 * VOC's files are joined by.
 *
 * @throws {RangeError} If two have one, such as `a.jpg` and `a.png`.
 */
export async function vocStems(
  caller: string,
  folder: string,
  kind: "picture" | "xml" | "png",
): Promise<Map<string, NamedFile>> {
  const passes = (name: string): boolean =>
    kind === "picture" ? isPictureName(name) : name.toLowerCase().endsWith(`.${kind}`);
  const stems = new Map<string, NamedFile>();
  for (const [name, bytes] of await namedFiles(caller, folder, passes)) {
    const stem = name.slice(0, name.lastIndexOf("."));
    const other = stems.get(stem);
    if (other !== undefined) {
      throw new RangeError(
        `${caller}: files must differ in more than their extension; got "${other.name}" and "${name}" in "${folder}". Move one away.`,
      );
    }
    stems.set(stem, { name, bytes });
  }
  return stems;
}
