import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ResolvedConfig } from "../config/resolved-config.ts";
import { changedNames } from "../training/recorded-config.ts";
import { earlierRun } from "../training/run-folder.ts";

/** Where a demo is kept, and whether it goes on with what is there. */
export interface DemoRun {
  readonly run: string;
  readonly resume: boolean;
}

/**
 * The folder of a demo: the first of NAME, NAME-2, … that is free, or that holds this very demo, stopped
 * before its report. Nothing that was finished is touched.
 */
export async function demoRun(
  folder: string | undefined,
  config: ResolvedConfig,
): Promise<DemoRun> {
  const name = folder ?? join("runs", `demo-${config.method}`);
  for (let number = 1; ; number++) {
    const run = number === 1 ? name : `${name}-${number}`;
    if (!existsSync(run)) return { run, resume: false };
    if (await isUnfinished(run, config)) return { run, resume: true };
  }
}

async function isUnfinished(run: string, config: ResolvedConfig): Promise<boolean> {
  if (existsSync(join(run, "report.html"))) return false;
  const earlier = await earlierRun(run);
  return earlier !== undefined && changedNames(earlier.config, config).length === 0;
}
