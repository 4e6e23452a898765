import type { FileMetaData } from "hyparquet";

/** What the shards of a folder have in common: in the metadata of each file, as texts. */
export interface LabelsIdentity {
  /** Fingerprint of the teacher's weights. */
  readonly teacher: string;
  /** Fingerprint of the source. */
  readonly source: string;
  /** Height and width of the view that the teacher saw, pixels. */
  readonly size: number;
  /** How often a student has become the teacher, counted from 1. */
  readonly round: number;
  /** What computed, and in which precision; empty where that was not said. */
  readonly engine: string;
  /** Names of the classes, or their numbers as text. */
  readonly classes: readonly string[];
  /** Pictures a shard; the last one may have fewer. */
  readonly shardSize: number;
  readonly shards: number;
}

const TEXTS = ["teacher", "source", "engine"] as const;
const NUMBERS = ["size", "round", "shardSize", "shards"] as const;

/** The metadata of a shard. */
export function identityTexts(identity: LabelsIdentity, shard: number): Record<string, string> {
  return {
    ...Object.fromEntries([...TEXTS, ...NUMBERS].map((name) => [name, `${identity[name]}`])),
    classes: JSON.stringify(identity.classes),
    shard: `${shard}`,
  };
}

/** All texts of a Parquet file's metadata. */
export function metadataTexts({ key_value_metadata }: FileMetaData): Record<string, string> {
  return Object.fromEntries((key_value_metadata ?? []).map(({ key, value }) => [key, value ?? ""]));
}

/** @throws {Error} If these are not the metadata of a shard; the message says what came. */
export function identityOf(texts: Readonly<Record<string, string>>): LabelsIdentity {
  const text = (name: string): string => {
    const found = texts[name];
    if (found === undefined) throw new Error(`another Parquet file, without "${name}"`);
    return found;
  };
  const number = (name: string): number => {
    const found = Number(text(name));
    if (Number.isInteger(found) && found > 0) return found;
    throw new Error(`another Parquet file, with the ${name} "${text(name)}"`);
  };
  return {
    ...{ teacher: text("teacher"), source: text("source"), engine: text("engine") },
    ...{ size: number("size"), round: number("round") },
    ...{ shardSize: number("shardSize"), shards: number("shards") },
    classes: classesOf(text("classes")),
  };
}

function classesOf(text: string): string[] {
  try {
    const classes: unknown = JSON.parse(text);
    if (Array.isArray(classes) && classes.every((name) => typeof name === "string")) return classes;
  } catch {} // said below
  throw new Error("another Parquet file, without names of classes");
}

/** How two shards' metadata differ, first in what matters most; undefined if they do not. */
export function difference(
  wanted: Readonly<Record<string, string>>,
  found: Readonly<Record<string, string>>,
): { readonly name: string; readonly expected: string; readonly got: string } | undefined {
  const names = ["teacher", "source", ...Object.keys(wanted)];
  const name = names.find((each) => wanted[each] !== found[each]);
  if (name === undefined) return undefined;
  return { name, expected: shortened(wanted[name]), got: shortened(found[name]) };
}

const LONGEST = 80; // letters of a thousand names

function shortened(text = ""): string {
  if (text === "") return "none";
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
