import { type Run, type RunRecord, reportValues } from "@unlabeled/train";

/** Values of several runs by name, in the order of the runs; null where a run has none. */
export type Comparison = Readonly<Record<string, readonly unknown[]>>;

/**
 * What differs in how runs were made: the configuration by its own names, then what else run.json tells,
 * without what the configuration has said already.
 */
export function differingValues(runs: readonly Run[]): Comparison {
  const all = aligned(runs.map(({ record }) => valuesOf(record)));
  const shown: Record<string, readonly unknown[]> = {};
  const said = new Set<string>();
  for (const [name, values] of Object.entries(all)) {
    const [first, ...others] = values.map((value) => JSON.stringify(value));
    if (others.every((other) => other === first)) continue;
    const words = `${lastName(name)} ${JSON.stringify(values)}`;
    if (said.has(words)) continue; // the seed, once more
    said.add(words);
    shown[name] = values;
  }
  return shown;
}

/** What the last report of each run says; a measure that is not taken at each step: its last value. */
export function lastFigures(runs: readonly Run[]): Comparison {
  return aligned(
    runs.map(({ reports }) => {
      const last = new Map<string, unknown>();
      for (const report of reports) {
        for (const [name, value] of reportValues(report)) {
          if (typeof value === "number" && name !== "secondsLeft") last.set(name, value);
        }
      }
      return last;
    }),
  );
}

function valuesOf(record: RunRecord): Map<string, unknown> {
  const { format: _, config, learningRate, method, ...rest } = record;
  return new Map([
    ...leaves(config, ""),
    ["method", method.name],
    ...leaves(method.settings, method.name),
    ["learningRate.greatest", Math.max(...learningRate)],
    ...leaves(rest, ""),
  ]);
}

/** Values that are no objects, by their paths. */
function leaves(value: unknown, path: string): [string, unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return path === "" ? [] : [[path, value]];
  }
  return Object.entries(value).flatMap(([name, inner]) =>
    leaves(inner, path === "" ? name : `${path}.${name}`),
  );
}

function aligned(maps: readonly ReadonlyMap<string, unknown>[]): Comparison {
  const names = new Set(maps.flatMap((map) => [...map.keys()]));
  return Object.fromEntries(
    [...names].map((name) => [name, maps.map((map) => map.get(name) ?? null)]),
  );
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}
