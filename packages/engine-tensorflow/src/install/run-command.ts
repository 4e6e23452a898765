import { spawn } from "node:child_process";
import { once } from "node:events";

/** How a command ended. */
export interface Ended {
  /** Undefined where there is no such command, or a signal ended it. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end; throws nothing. */
export async function runCommand(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const child = spawn(command, args, {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said.stderr += text;
  });
  try {
    const [status] = (await once(child, "close")) as [number | null];
    return { status: status ?? undefined, ...said };
  } catch {
    return { status: undefined, ...said };
  }
}

/** The last line that says something: in Python's tracebacks, pip's output and linkers' the one that counts. */
export function lastLine(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  return (
    lines.findLast((line) => line !== "" && !line.startsWith("[notice]")) ?? "nothing was said"
  );
}
