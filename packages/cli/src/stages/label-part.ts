import { relative } from "node:path";
import { labelFraction, type Source } from "@unlabeled/data";
import { type LabeledPair, labeledPair } from "../measure/labeled-pair.ts";
import { UserError } from "../user-error.ts";
import type { ClassifierConfig } from "./classifier-config.ts";

/** The labelled pictures that a classifier learned, or its teacher, and its test pictures. */
export async function labelsOf({
  labels: { path, test, seed },
  fraction,
}: Pick<ClassifierConfig, "labels" | "fraction">): Promise<LabeledPair> {
  const pair = await labeledPair(near(path), test === null ? undefined : near(test), seed);
  return { ...pair, train: fractionOf(pair.train, fraction, seed) };
}

/** A path as one would say it here. */
function near(path: string): string {
  const from = relative("", path);
  return from === "" || from.startsWith("..") ? path : from;
}

/** @throws {UserError} If so few labels are left that a class has none. */
export function fractionOf(source: Source, fraction: number, seed: number): Source {
  if (fraction === 1) return source;
  try {
    return labelFraction(source, { fraction, seed });
  } catch (cause) {
    const message = (cause as Error).message.replace("labelFraction: fraction", "--fraction");
    throw new UserError(message, { cause });
  }
}
