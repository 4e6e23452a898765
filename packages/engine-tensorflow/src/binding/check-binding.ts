import { lastLine, runCommand } from "../install/run-command.ts";
import { CHECK_PROGRAM } from "./check-program.ts";
import type { TfjsNode } from "./find-tfjs-node.ts";

/** What a binding can do, or why it cannot. */
export type Checked =
  | {
      readonly works: true;
      /** Of TensorFlow. */
      readonly version: string;
      /** Whether it found a GPU. */
      readonly gpu: boolean;
    }
  | { readonly works: false; readonly reason: string };

/** Takes a training step on a binding, in a process of its own. */
export async function checkBinding({ folder }: TfjsNode, file: string): Promise<Checked> {
  const { status, stdout, stderr } = await runCommand(
    process.execPath,
    ["-e", CHECK_PROGRAM, folder, file],
    { TF_CPP_MIN_LOG_LEVEL: "2", NODE_OPTIONS: "" },
  );
  if (status === undefined) return { works: false, reason: "its process was ended by a signal" };
  if (status !== 0) {
    const error = stderr.split("\n").find((line) => /Error:/.test(line));
    return { works: false, reason: error?.trim() ?? lastLine(stderr) };
  }
  const { version, gpu, gradient, losses } = JSON.parse(lastLine(stdout)) as {
    version: string;
    gpu: boolean;
    gradient: number[];
    losses: number[];
  };
  if (gradient.join() === "4,4,4,4" && losses.join() === "16,8")
    return { works: true, version, gpu };
  return {
    works: false,
    reason: `its gradients must be 4,4,4,4 and its losses 16,8; they are ${gradient} and ${losses}`,
  };
}
