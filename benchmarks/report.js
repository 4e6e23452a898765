import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";

/** Writes a report as JSON: what it is given, and the commit and machine that it is of. */
export function writeReport(file, { name, command, ...rest }) {
  const report = {
    name,
    command,
    commit: execFileSync("git", ["rev-parse", "HEAD"], { encoding: "utf8" }).trim(),
    machine: { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, node: process.version },
    ...rest,
  };
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}
