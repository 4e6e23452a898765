import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { parse as parseYaml } from "yaml";
import type { z } from "zod";
import { UserError } from "../user-error.ts";
import { describeIssue } from "./describe-issue.ts";
import { type PretrainConfig, pretrainConfig } from "./pretrain-config.ts";

type Values = Record<string, unknown>;

/**
 * The configuration of a run: what the flags say, else the file, else the run that is resumed, else the
 * defaults.
 *
 * @param file - JSON or YAML, or undefined.
 * @param flags - By the configuration's own names; undefined where a flag was not given.
 * @param resumed - The configuration that a run began with.
 * @throws {UserError} If the file cannot be read or a value is not allowed; names the value.
 */
export async function readConfig(
  file: string | undefined,
  flags: Values,
  resumed: unknown = {},
): Promise<PretrainConfig> {
  const fromFile = file === undefined ? {} : await readConfigFile(file);
  const base = isObject(resumed) ? resumed : {};
  const values = merge(merge(base, fromFile), flags);
  const result = pretrainConfig.safeParse(values);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => describe(issue, { values, flags, file }));
  throw new UserError(issues.join(" "));
}

interface Origin {
  readonly values: Values;
  readonly flags: Values;
  readonly file: string | undefined;
}

function describe(issue: z.core.$ZodIssue, { values, flags, file }: Origin): string {
  const path = issue.path.map(String);
  const inFile = file === undefined ? "" : ` in ${file}`;
  if (issue.code === "unrecognized_keys") {
    const names = issue.keys.map((key) => [...path, key].join("."));
    return `${names.join(" and ")}${inFile} must be a name that is known; unlabeled schema lists them all.`;
  }
  const isFlag = at(flags, path) !== undefined;
  const name = isFlag ? flagOf(path) : `${path.join(".")}${inFile}`;
  return describeIssue(issue, name, at(values, path));
}

/** Flags of values that lie one level down; others are called as the value. */
const FLAGS: Readonly<Record<string, string>> = {
  data: "PATH",
  "optimizer.name": "--optimizer",
  "optimizer.weightDecay": "--weight-decay",
  "learningRate.base": "--learning-rate",
};

function flagOf(path: readonly string[]): string {
  const name = path.join(".");
  return FLAGS[name] ?? `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function at(values: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (value as Values | undefined)?.[name], values);
}

async function readConfigFile(file: string): Promise<Values> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw new UserError(`--config must be a file that can be read; got ${file}.`, { cause });
  }
  let value: unknown;
  try {
    value = parseYaml(text, { prettyErrors: false }); // JSON is YAML
  } catch (cause) {
    const at = (cause as { pos?: [number] }).pos?.[0] ?? 0;
    const line = text.slice(0, at).split("\n").length;
    throw new UserError(
      `--config must be JSON or YAML; got ${file}, which is neither in line ${line}: ${(cause as Error).message}.`,
      { cause },
    );
  }
  if (!isObject(value)) {
    throw new UserError(
      `--config must hold names and values, such as "method: byol"; got ${file}, which does not.`,
    );
  }
  if (typeof value.data === "string") value.data = resolve(dirname(file), value.data);
  return value;
}

/** The second over the first, one level down too: --learning-rate does not erase the file's warm-up. */
function merge(first: Values, second: Values): Values {
  const merged: Values = { ...first };
  for (const [name, value] of Object.entries(second)) {
    if (value === undefined) continue;
    merged[name] = isObject(value) && isObject(merged[name]) ? merge(merged[name], value) : value;
  }
  return merged;
}

function isObject(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
