import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { parse as parseYaml } from "yaml";
import { UserError } from "../user-error.ts";
import { type PretrainConfig, pretrainConfig } from "./pretrain-config.ts";

type Partial = Record<string, unknown>;

/**
 * The configuration of a run: what the flags say, else the file, else the defaults.
 *
 * @param file - JSON or YAML, or undefined.
 * @param flags - By the configuration's own names; undefined where a flag was not given.
 * @throws {UserError} If the file cannot be read or a value is not allowed; names the value.
 */
export async function readConfig(
  file: string | undefined,
  flags: Partial,
): Promise<PretrainConfig> {
  const fromFile = file === undefined ? {} : await readConfigFile(file);
  const result = pretrainConfig.safeParse(merge(fromFile, flags));
  if (result.success) return result.data;
  const where = file === undefined ? "" : ` (flags and ${file})`;
  const issues = result.error.issues.map(({ path, message }) => {
    const name = path.map(String).join(".");
    return name ? `${name}: ${message}` : message;
  });
  throw new UserError(`The configuration${where} is not valid: ${issues.join("; ")}.`);
}

async function readConfigFile(file: string): Promise<Partial> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw new UserError(`--config must be a file that can be read; got ${file}.`, { cause });
  }
  let value: unknown;
  try {
    value = parseYaml(text); // JSON is YAML
  } catch (cause) {
    throw new UserError(`${file} must be JSON or YAML: ${(cause as Error).message}`, { cause });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UserError(`${file} must hold names and values, such as "method: byol".`);
  }
  const config = value as Partial;
  if (typeof config.data === "string") config.data = resolve(dirname(file), config.data);
  return config;
}

/** Flags over file, one level down too: --learning-rate does not erase the file's warm-up. */
function merge(file: Partial, flags: Partial): Partial {
  const merged: Partial = { ...file };
  for (const [name, value] of Object.entries(flags)) {
    if (value === undefined) continue;
    merged[name] = isObject(value) && isObject(merged[name]) ? merge(merged[name], value) : value;
  }
  return merged;
}

function isObject(value: unknown): value is Partial {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
