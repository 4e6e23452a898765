import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { parse as parseYaml } from "yaml";
import { UserError } from "../user-error.ts";
import { isValues, type Values } from "./merge.ts";
import { didYouMean, nearestNames } from "./names/nearest-names.ts";
import { RECIPES, recipeNamed } from "./recipes.ts";

/** What a file or a recipe says. */
export interface ConfigFile {
  readonly values: Values;
  /** For messages: "byol.yaml", "the recipe clothes-byol". */
  readonly where: string;
}

/**
 * The values in a file, or in the recipe of that name where there is no such file.
 *
 * @param file - A path, or a recipe's name.
 * @throws {UserError} If there is neither, or the file does not hold names and values.
 */
export async function readConfigFile(file: string): Promise<ConfigFile> {
  if (!existsSync(file)) {
    const values = recipeNamed(file);
    if (values !== undefined) return { values, where: `the recipe ${file}` };
  }
  const value = parsed(file, await textOf(file));
  if (!isValues(value)) {
    throw new UserError(
      `--config must hold names and values, such as "method: byol"; got ${file}, which does not.`,
    );
  }
  return { values: withPathsFrom(dirname(file), value), where: file };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    const names = RECIPES.map(({ name }) => name);
    throw new UserError(
      `--config must be a file that can be read, or a recipe (unlabeled pretrain --help lists them); got ${file}.${didYouMean(nearestNames(file, names))}`,
      { cause },
    );
  }
}

function parsed(file: string, text: string): unknown {
  try {
    return parseYaml(text, { prettyErrors: false }); // JSON is YAML
  } catch (cause) {
    const at = (cause as { pos?: [number] }).pos?.[0] ?? 0;
    const line = text.slice(0, at).split("\n").length;
    throw new UserError(
      `--config must be JSON or YAML; got ${file}, which is neither in line ${line}: ${(cause as Error).message}.`,
      { cause },
    );
  }
}

/** Where data are is said relative to the file. */
function withPathsFrom(folder: string, values: Values): Values {
  const { data, probe } = values;
  return {
    ...values,
    ...(typeof data === "string" && { data: resolve(folder, data) }),
    ...(isValues(probe) && { probe: withPathsFrom(folder, probe) }),
  };
}
