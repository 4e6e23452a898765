import type { FileMetaData } from "hyparquet";

/** What Hugging Face's datasets library notes of a table's columns. */
export interface HuggingFaceFeatures {
  /** The type of each column: "Image", "ClassLabel", …. */
  readonly types: ReadonlyMap<string, string>;
  /** The names of the classes of each ClassLabel. */
  readonly classes: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads the key `huggingface` of a file's metadata; what is not there, or not of its form, is passed over.
 *
 * @see datasets, Features.arrow_schema: `{ info: { features: { label: { names, _type: "ClassLabel" } } } }`
 */
export function huggingFaceFeatures({ key_value_metadata }: FileMetaData): HuggingFaceFeatures {
  const types = new Map<string, string>();
  const classes = new Map<string, readonly string[]>();
  const text = key_value_metadata?.find(({ key }) => key === "huggingface")?.value;
  const features = property(property(parsed(text ?? ""), "info"), "features");
  for (const [column, feature] of Object.entries(features ?? {})) {
    const type = property(feature, "_type");
    const names = property(feature, "names");
    if (typeof type === "string") types.set(column, type);
    if (Array.isArray(names) && names.every((name) => typeof name === "string")) {
      classes.set(column, names);
    }
  }
  return { types, classes };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function property(of: unknown, name: string): unknown {
  return typeof of === "object" && of !== null
    ? (of as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
