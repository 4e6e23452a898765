import { type Values, valueAt } from "../config/merge.ts";
import { changesInWords, differingNames } from "../training/recorded-config.ts";
import { checkRunFolder, type EarlierRun, earlierRun } from "../training/run-folder.ts";
import { UserError } from "../user-error.ts";

/**
 * What a stage is resumed with where nothing else is said: the settings of its run.json, by the names of the flags.
 *
 * @param own - Those that only this stage has, and where run.json has them.
 */
export function recordedSettings(
  { config }: EarlierRun,
  own: Readonly<Record<string, readonly string[]>>,
): Values {
  const trained = ["epochs", "batchSize", "seed", "optimizer", "learningRate"];
  const places = { ...own, ...Object.fromEntries(trained.map((name) => [name, [name]])) };
  return Object.fromEntries(
    Object.entries(places)
      .map(([name, path]) => [name, valueAt(config, path)])
      .filter(([, value]) => value !== undefined),
  );
}

/**
 * Looks whether a stage can be kept in a folder, and goes on there as it began.
 *
 * @throws {UserError} If not.
 */
export async function checkStageFolder(
  folder: string,
  earlier: EarlierRun | undefined,
  resume: boolean,
  config: object,
): Promise<void> {
  await checkRunFolder(folder, earlier, resume);
  if (earlier === undefined) return;
  const now = JSON.parse(JSON.stringify(config));
  const names = differingNames(comparable(earlier.config), comparable(now));
  if (names.length === 0) return;
  const changes = changesInWords(names, earlier.config, now);
  throw new UserError(
    `settings must be those that ${folder} began with; got ${changes}. Leave those out, or start a new run in another folder.`,
  );
}

/**
 * Whether a stage has a run already.
 *
 * @throws {UserError} If that began with other settings.
 */
export async function isBegun(run: string, record: object): Promise<boolean> {
  const earlier = await earlierRun(run);
  await checkStageFolder(run, earlier, true, record);
  return earlier !== undefined;
}

/** Where pictures and runs lie may change: pictures are known by what they are, runs by their weights' identity. */
function comparable(config: unknown): unknown {
  const { labels: _, init: __, ...rest } = config as Values;
  return rest;
}
