import { basename, normalize } from "node:path";

/** What a legend calls runs: the last parts of their folders' paths, or the whole paths where those are the same. */
export function runNames(folders: readonly string[]): string[] {
  const paths = folders.map((folder) => normalize(`${folder}/.`).replace(/[/\\]$/, ""));
  const names = paths.map((path) => basename(path));
  return new Set(names).size === names.length ? names : paths;
}
