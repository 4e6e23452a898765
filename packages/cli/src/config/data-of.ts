import { UserError } from "../user-error.ts";
import type { ResolvedConfig } from "./resolved-config.ts";

/**
 * Where the pictures of a configuration are.
 *
 * @param command - The command's name, for the message.
 * @throws {UserError} If it does not say.
 */
export function dataOf({ data }: ResolvedConfig, command: string): string {
  if (data !== undefined) return data;
  throw new UserError(
    `PATH must say where the pictures are; got none. Give it (unlabeled ${command} PATH), or data in the --config file.`,
  );
}
