import { UserError } from "../user-error.ts";

/** What went wrong, in one line on standard error; the stack only where it was asked for. */
export function complain(error: unknown, verbose: boolean): void {
  process.stderr.write(`unlabeled: ${inOneLine(error)}\n`);
  if (verbose && error instanceof Error) process.stderr.write(`${error.stack}\n`);
}

/** An error as one line for people: without the name of the function that found it, lists joined. */
export function inOneLine(error: unknown): string {
  if (!(error instanceof Error)) return oneLine(String(error));
  const { code, path } = error as NodeJS.ErrnoException;
  const system = code === undefined ? undefined : SYSTEM_ERRORS[code];
  if (system !== undefined && path !== undefined) return `${path}: ${system}`;
  if (error instanceof UserError) return oneLine(error.message);
  return oneLine(error.message.replace(/^[A-Za-z]\w*(\.\w+)?: (?=\S)/, ""));
}

const SYSTEM_ERRORS: Readonly<Record<string, string>> = {
  EACCES: "permission denied. Choose another place, or change its permissions.",
  EPERM: "permission denied. Choose another place, or change its permissions.",
  EROFS: "this disk is read-only. Choose another place.",
  ENOSPC: "the disk is full. Make room, or choose another place.",
  ENOENT: "there is no such file or folder. Check the spelling.",
  ENOTDIR: "a part of this path is a file, not a folder. Choose another place.",
  EISDIR: "this is a folder, not a file. Name a file.",
};

/** Indented lines are a list: its entries are joined by semicolons. */
function oneLine(text: string): string {
  return text
    .trim()
    .replace(/\b(got|:)\s*\n\s+/g, "$1 ")
    .replace(/\n\s+/g, "; ")
    .replace(/([^.:;!?])\n+/g, "$1. ")
    .replace(/\n+/g, " ");
}
