import type { Values } from "../merge.ts";
import type { ResolvedConfig } from "../resolved-config.ts";

/** What is wrong with one value beside others. */
export interface Complaint {
  /** Of the value. */
  readonly path: readonly string[];
  /** "must be at most …": what the others ask of it. */
  readonly must: string;
  /** What to do instead: a sentence. */
  readonly remedy?: string;
}

/**
 * A condition on several values at once. Each value by itself is allowed.
 *
 * @param config - With all defaults.
 * @param given - What was said, without defaults.
 */
export type Rule = (config: ResolvedConfig, given: Values) => readonly Complaint[];

/** A complaint about a value if a condition fails, else none. */
export function unless(good: boolean, path: string, must: string): Complaint[] {
  return good ? [] : [{ path: path.split("."), must }];
}
