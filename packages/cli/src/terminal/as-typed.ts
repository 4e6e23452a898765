import { relative } from "node:path";
import type { Command } from "commander";

/**
 * A command with the arguments and flags that were given, for a shell to take.
 *
 * @param command - After parsing.
 * @param changes - Flags to add, or to give another value, by their long names: `{ run: "runs/first" }`.
 */
export function asTyped(
  command: Command,
  changes: Readonly<Record<string, string | true>> = {},
): string {
  const given = command.options
    .filter(({ long }) => !((long?.slice(2) as string) in changes))
    .filter((option) => command.getOptionValueSource(option.attributeName()) === "cli")
    .flatMap((option) => {
      const value: unknown = command.getOptionValue(option.attributeName());
      const flag = option.long ?? option.short ?? "";
      return option.required || option.optional ? [flag, String(value)] : flag;
    });
  const changed = Object.entries(changes).flatMap(([name, value]) =>
    value === true ? `--${name}` : [`--${name}`, value],
  );
  return shellLine([...namesOf(command), ...command.args, ...given, ...changed]);
}

/** This program with these arguments, as a shell takes it. */
export function shellLine(words: readonly string[]): string {
  return [programName(), ...words.map(quoted)].join(" ");
}

/** How this program was started: `unlabeled`, `npx unlabeled`, or through node in a clone. */
export function programName(program: string = process.argv[1] ?? ""): string {
  const path = program.replaceAll("\\", "/");
  if (/\/node_modules\/.*\/unlabeled(\.js)?$/.test(path)) return "npx unlabeled";
  if (!/\/(bin\/unlabeled|dist\/bin)\.js$/.test(path)) return "unlabeled";
  const near = relative("", program);
  return `node ${quoted(near.startsWith("..") ? program : near)}`;
}

function namesOf(command: Command): string[] {
  return command.parent === null ? [] : [...namesOf(command.parent), command.name()];
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
