/** Results and progress for people. */
export function say(line = ""): void {
  process.stdout.write(`${line}\n`);
}
