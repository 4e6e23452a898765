import { type FileMetaData, parquetSchema, type SchemaElement, type SchemaTree } from "hyparquet";

/** A column of single values, of a table or of a structure in it. */
export interface ParquetColumn {
  /** Its name, for people: `image.bytes`. */
  readonly name: string;
  readonly path: readonly string[];
  readonly element: SchemaElement;
  /** Its definition level where it has a value: how many names of the path are optional. */
  readonly present: number;
}

/**
 * The column of encoded pictures: a binary column, or the `bytes` of a structure.
 *
 * @param named - Default: `image`, or the only one that Hugging Face's metadata call an Image, or the
 *   only one that can be.
 * @throws {Error} If there is none, or it is not clear which; the message says what came.
 */
export function imageColumn(
  metadata: FileMetaData,
  named: string | undefined,
  features: ReadonlyMap<string, string>,
): ParquetColumn {
  const columns = parquetSchema(metadata).children;
  const fits = columns.filter((column) => imageLeaf(column) !== undefined);
  const column = choose("image", columns, fits, named, "image", features, "Image");
  const leaf = imageLeaf(column);
  if (leaf === undefined) {
    throw new Error(
      `the column "${column.element.name}" of another type. Pictures must be a binary column, or a structure of bytes and path`,
    );
  }
  return leaf;
}

/**
 * The column of labels: whole numbers or text.
 *
 * @param named - Default: `label`, or the only one that Hugging Face's metadata call a ClassLabel.
 * @throws {Error} If there is none, or it is not clear which; the message says what came.
 */
export function labelColumn(
  metadata: FileMetaData,
  named: string | undefined,
  features: ReadonlyMap<string, string>,
): ParquetColumn {
  const columns = parquetSchema(metadata).children;
  const column = choose("label", columns, [], named, "label", features, "ClassLabel");
  const leaf = single([column]);
  if (leaf === undefined || !(isWhole(leaf.element) || isText(leaf.element))) {
    throw new Error(
      `the column "${column.element.name}" of another type. Labels must be whole numbers or text`,
    );
  }
  return leaf;
}

function choose(
  role: string,
  columns: readonly SchemaTree[],
  fits: readonly SchemaTree[],
  named: string | undefined,
  usual: string,
  features: ReadonlyMap<string, string>,
  feature: string,
): SchemaTree {
  const of = (name: string) => columns.filter(({ element }) => element.name === name);
  const featured = columns.filter(({ element }) => features.get(element.name) === feature);
  const candidates =
    named !== undefined
      ? of(named)
      : ([of(usual), featured, fits].find((each) => each.length > 0) ?? []);
  const [column, another] = candidates;
  if (column !== undefined && another === undefined) return column;
  const names = columns.map(({ element }) => element.name).join(", ") || "none";
  const [wanted, which] =
    named === undefined
      ? [`column "${usual}"`, `Name one of them: { ${role}: … }`]
      : [`column "${named}"`, ""];
  throw new Error(
    another === undefined
      ? `no ${wanted} among the columns ${names}${which && `. ${which}`}`
      : `${candidates.length} columns that may be the ${role}: ${candidates.map(({ element }) => element.name).join(", ")}. ${which}`,
  );
}

function imageLeaf(column: SchemaTree): ParquetColumn | undefined {
  const bytes = column.children.find(({ element }) => element.name === "bytes");
  const leaf = single(bytes === undefined ? [column] : [column, bytes]);
  return leaf?.element.type === "BYTE_ARRAY" && !isText(leaf.element) ? leaf : undefined;
}

/** The leaf at the end of this path; undefined where it is no leaf, or there are many values a row. */
function single(path: readonly SchemaTree[]): ParquetColumn | undefined {
  const leaf = path.at(-1);
  if (leaf === undefined || leaf.children.length > 0) return undefined;
  if (path.some(({ element }) => element.repetition_type === "REPEATED")) return undefined;
  return {
    name: leaf.path.join("."),
    path: leaf.path,
    element: leaf.element,
    present: path.filter(({ element }) => element.repetition_type === "OPTIONAL").length,
  };
}

function isText({ type, converted_type, logical_type }: SchemaElement): boolean {
  return type === "BYTE_ARRAY" && (converted_type === "UTF8" || logical_type?.type === "STRING");
}

function isWhole({ type, converted_type, logical_type }: SchemaElement): boolean {
  const plain = logical_type === undefined || logical_type.type === "INTEGER";
  const number = converted_type === undefined || /^U?INT_/.test(converted_type);
  return (type === "INT32" || type === "INT64") && plain && number;
}
