import type { z } from "zod";
import { UserError } from "../user-error.ts";
import { describeIssue } from "./describe-issue.ts";
import { flattenIssues } from "./flatten-issues.ts";
import { type Given, nameOf, over, readGiven } from "./given.ts";
import { type Values, valueAt } from "./merge.ts";
import { nearestKeys } from "./names/nearest-keys.ts";
import { didYouMean } from "./names/nearest-names.ts";
import { pretrainConfig } from "./pretrain-config.ts";
import { resolveConfig } from "./resolve-config.ts";
import type { ResolvedConfig } from "./resolved-config.ts";
import { complaints } from "./rules/rules.ts";

/**
 * The configuration of a run: what the flags say, else the file, else the defaults, which are written out.
 *
 * @param file - JSON or YAML, or a recipe's name, or undefined.
 * @param flags - By the configuration's own names; undefined where a flag was not given.
 * @throws {UserError} If the file cannot be read, a value is not allowed, or values do not go together;
 *   names the values.
 */
export async function readConfig(file: string | undefined, flags: Values): Promise<ResolvedConfig> {
  return configOf(await readGiven(file, flags));
}

/**
 * The configuration that was given.
 *
 * @param resumed - The configuration that a run began with; stands in for what was not given.
 * @throws {UserError} If a value is not allowed, or values do not go together; names the values.
 */
export function configOf(given: Given, resumed: Values = {}): ResolvedConfig {
  const values = over(resumed, given.values);
  const { success, data, error } = pretrainConfig.safeParse(values);
  if (!success) {
    const issues = flattenIssues(error.issues);
    throw new UserError(issues.map((issue) => describe(issue, given, values)).join(" "));
  }
  const config = resolveConfig(data);
  const found = complaints(config, given.values)
    .filter(({ path }) => valueAt(resumed, path) === undefined || isGiven(given, path))
    .map(({ path, must, remedy }) => {
      const got = JSON.stringify(valueAt(given.values, path) ?? valueAt(config, path));
      return `${nameOf(given, path)} ${must}; got ${got}.${remedy === undefined ? "" : ` ${remedy}`}`;
    });
  if (found.length > 0) throw new UserError(found.join(" "));
  return config;
}

function isGiven({ values }: Given, path: readonly string[]): boolean {
  return valueAt(values, path) !== undefined;
}

function describe(issue: z.core.$ZodIssue, given: Given, values: Values): string {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknown(given, [...path, key])).join(" ");
  }
  return describeIssue(issue, nameOf(given, path), valueAt(values, path));
}

function unknown(given: Given, path: readonly string[]): string {
  const near = nearestKeys(path);
  const remedy = near.length > 0 ? didYouMean(near) : " unlabeled schema lists them all.";
  return `${nameOf(given, path)} must be a name that is known.${remedy}`;
}
