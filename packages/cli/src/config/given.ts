import { flagName, keyName } from "./flag-name.ts";
import { merge, type Values, valueAt } from "./merge.ts";
import { readConfigFile } from "./read-config-file.ts";

/** What the user said of a configuration, and where. */
export interface Given {
  /** All of it; flags win. */
  readonly values: Values;
  readonly flags: Values;
  readonly file: Values;
  /** What the file is called: "byol.yaml", "the recipe clothes-byol". */
  readonly fileName: string;
}

/**
 * What flags and a file say together.
 *
 * @param file - JSON or YAML, or a recipe's name, or undefined.
 * @param flags - By the configuration's own names; undefined where a flag was not given.
 * @throws {UserError} If the file cannot be read.
 */
export async function readGiven(file: string | undefined, flags: Values): Promise<Given> {
  if (file === undefined) return { values: over({}, flags), flags, file: {}, fileName: "" };
  const { values, where } = await readConfigFile(file);
  return { values: over(values, flags), flags, file: values, fileName: where };
}

/** What the user called a value: "--seed", "epochs in byol.yaml", or its name where it was not given. */
export function nameOf({ flags, file, fileName }: Given, path: readonly string[]): string {
  if (valueAt(flags, path) !== undefined) return flagName(path);
  const place = path.length > 1 ? path.slice(0, -1) : path; // also where a value is missing in the file
  const name = keyName(path);
  return valueAt(file, place) === undefined ? name : `${name} in ${fileName}`;
}

/** The second over the first, where two names of one value are one. */
export function over(first: Values, second: Values): Values {
  const { emaMomentum, targetMomentum, ...rest } = first;
  const renewed = (second.emaMomentum ?? second.targetMomentum) !== undefined;
  return merge(renewed ? rest : first, second);
}
