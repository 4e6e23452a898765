import type { PretrainConfig } from "../config/pretrain-config.ts";
import { UserError } from "../user-error.ts";

/** What run.json keeps of a configuration. Where the data lie may change before a resumption; what they are is fingerprinted. */
export function recorded({ data: _data, $schema: _schema, ...config }: PretrainConfig): object {
  return JSON.parse(JSON.stringify(config));
}

/** Names of the values in which a recorded configuration and this one differ. */
export function changedNames(record: unknown, config: PretrainConfig): string[] {
  return differing(record, recorded(config), "");
}

/** @throws {UserError} If a run began with another configuration than this one. */
export function checkSameConfig(run: string, record: unknown, config: PretrainConfig): void {
  const names = changedNames(record, config);
  if (names.length === 0) return;
  const changes = names.map((name) => {
    const [before, now] = [record, config].map((value) => JSON.stringify(at(value, name)));
    return `${name} ${now ?? "unset"} instead of ${before ?? "unset"}`;
  });
  throw new UserError(
    `--resume must have the configuration that ${run} began with; got ${changes.join(", ")}. Leave those out, or start a new run in another folder.`,
  );
}

function differing(a: unknown, b: unknown, path: string): string[] {
  if (!isObject(a) || !isObject(b)) return JSON.stringify(a) === JSON.stringify(b) ? [] : [path];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((name) =>
    differing(a[name], b[name], path === "" ? name : `${path}.${name}`),
  );
}

function at(value: unknown, path: string): unknown {
  return path
    .split(".")
    .filter((name) => name !== "")
    .reduce((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
