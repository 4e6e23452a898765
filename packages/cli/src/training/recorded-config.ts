import { isValues, type Values, valueAt } from "../config/merge.ts";
import { pretrainConfig } from "../config/pretrain-config.ts";
import { resolveConfig } from "../config/resolve-config.ts";
import type { ResolvedConfig, ResolvedKeeping } from "../config/resolved-config.ts";
import { UserError } from "../user-error.ts";

/** What a run may be resumed with other values of: they do not change what is learned. Data are fingerprinted. */
const FREE: readonly (keyof ResolvedKeeping | "data")[] = [
  "data",
  "checkpointEverySeconds",
  "checkpointEverySteps",
  "keep",
  "logs",
  "guard",
  "probe",
];

/** What run.json keeps of a configuration: all that a resumed run must have too. */
export function recorded(config: ResolvedConfig): object {
  const entries = Object.entries(config).filter(([name]) => !FREE.some((free) => free === name));
  return JSON.parse(JSON.stringify(Object.fromEntries(entries)));
}

/** Names of the values in which a recorded configuration and this one differ. */
export function changedNames(record: unknown, config: ResolvedConfig): string[] {
  return differingNames(resolved(record), recorded(config));
}

/**
 * @param given - What was said of the configuration: the differences that it names are told, not what
 *   follows from them.
 * @throws {UserError} If a run began with another configuration than this one.
 */
export function checkSameConfig(
  run: string,
  record: unknown,
  config: ResolvedConfig,
  given: Values,
): void {
  const all = changedNames(record, config);
  if (all.length === 0) return;
  const said = all.filter((name) => valueAt(given, name.split(".")) !== undefined);
  const names = said.length > 0 ? said : all;
  const changes = changesInWords(names, resolved(record), config);
  throw new UserError(
    `--resume must have the configuration that ${run} began with; got ${changes}. Leave those out, or start a new run in another folder.`,
  );
}

/** A recorded configuration with today's defaults, where it is one. */
function resolved(record: unknown): unknown {
  const { data, success } = pretrainConfig.safeParse(record);
  return success ? recorded(resolveConfig(data)) : record;
}

/** "epochs 3 instead of 2, seed 1 instead of unset". */
export function changesInWords(names: readonly string[], before: unknown, now: unknown): string {
  const said = (document: unknown, name: string) =>
    JSON.stringify(valueAt(document, name.split("."))) ?? "unset";
  return names
    .map((name) => `${name} ${said(now, name)} instead of ${said(before, name)}`)
    .join(", ");
}

/** Names of the values in which two documents differ: `optimizer.name`. */
export function differingNames(a: unknown, b: unknown, path = ""): string[] {
  if (!isValues(a) || !isValues(b)) return JSON.stringify(a) === JSON.stringify(b) ? [] : [path];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((name) =>
    differingNames(a[name], b[name], path === "" ? name : `${path}.${name}`),
  );
}
