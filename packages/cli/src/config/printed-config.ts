import type { ResolvedConfig } from "./resolved-config.ts";

/** A configuration as JSON for a file: a value a line, numbers that belong together on one. */
export function printedConfig(config: ResolvedConfig): string {
  return JSON.stringify(config, null, 2).replaceAll(/\[[^[\]{}]*\]/g, (list) =>
    list.replaceAll(/\s*\n\s*/g, " ").replaceAll(/\[ | \]/g, (edge) => edge.trim()),
  );
}
