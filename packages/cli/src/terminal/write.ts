/** Results and progress for people. */
export function say(line = ""): void {
  process.stdout.write(`${line}\n`);
}

/** What went wrong, in one line; the stack only where it was asked for. */
export function complain(error: unknown, verbose: boolean): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`unlabeled: ${message.replace(/\s*\n\s*/g, " ")}\n`);
  if (verbose && error instanceof Error) process.stderr.write(`${error.stack}\n`);
}
